import type { PropertyKinds } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import { attributesOf, made, type Resources, type SamResource, withDefaults } from '#template/sam/resources.ts';
import { locationOf } from './function-code.ts';

export const LAYER_VERSION_PROPERTIES: PropertyKinds = {
  LayerName: 'text|map',
  Description: 'text',
  PublishLambdaVersion: 'flag',
  ContentUri: 'text|map!',
  CompatibleArchitectures: 'items',
  CompatibleRuntimes: 'items',
  LicenseInfo: 'text',
  RetentionPolicy: 'text',
};

export function layerVersion(sam: SamResource): Resources {
  const { ContentUri, RetentionPolicy, PublishLambdaVersion, ...properties } = sam.properties;
  const retention = withDefaults(sam.template, RetentionPolicy);
  if (retention !== undefined && !/^(retain|delete)$/i.test(String(retention)))
    refuse(sam.id, "'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].");
  const layer = { LayerName: sam.id, ...properties, Content: locationOf(sam.id, 'ContentUri', ContentUri) };
  return { [sam.id]: made(sam, 'AWS::Lambda::LayerVersion', layer, attributesOf(sam.resource)) };
}
