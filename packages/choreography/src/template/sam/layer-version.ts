import { LOCAL_CODE } from './local-code.ts';
import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

export function layerVersion(sam: SamResource): Resources {
  const { ContentUri, ...properties } = sam.properties;
  const layer = {
    ...properties,
    Content: typeof ContentUri === 'string' ? { S3Bucket: LOCAL_CODE, S3Key: ContentUri } : ContentUri,
  };
  return { [sam.id]: made(sam, 'AWS::Lambda::LayerVersion', layer, attributesOf(sam.resource)) };
}
