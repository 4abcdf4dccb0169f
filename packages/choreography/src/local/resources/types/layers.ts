import { arn } from '#local/runtime/account.ts';
import { whyNoArtifact } from './artifact.ts';
import { physicalName, type ResourceType } from './resource-type.ts';

const ONLY_FOR_PEOPLE = 'It says nothing that the runtime acts on.';

/** A layer of functions: its content is a folder, which they find as `/opt`. */
const layerVersion: ResourceType = {
  honours: ['LayerName', 'Content.S3Bucket', 'Content.S3Key'],
  withoutEffect: Object.fromEntries(
    ['Description', 'LicenseInfo', 'CompatibleRuntimes', 'CompatibleArchitectures'].map((each) => [
      each,
      ONLY_FOR_PEOPLE,
    ]),
  ),
  cannot: (resource) => {
    const why = whyNoArtifact('content', resource.properties.Content, resource);
    return why === undefined ? [] : [{ why }];
  },
  identify: (resource) => ({ ref: arn('lambda', `layer:${physicalName(resource, 'LayerName')}:1`) }),
  create: (resource, { ref }, { layers }) => {
    const { S3Key = '' } = resource.properties.Content as { S3Key?: string };
    layers.set(ref, resource.asset(S3Key) ?? '');
  },
  replaces: true,
  remove: (_, { ref }, { layers }) => {
    layers.delete(ref);
  },
};

const layerPermission: ResourceType = {
  honours: [],
  withoutEffect: Object.fromEntries(
    ['Action', 'LayerVersionArn', 'OrganizationId', 'Principal'].map((each) => [
      each,
      'Layers are used by the functions of the same templates.',
    ]),
  ),
  identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
};

export const LAYER_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::LayerVersion': layerVersion,
  'AWS::Lambda::LayerVersionPermission': layerPermission,
};
