import { isObject } from '#template/document/as-object.ts';
import type { PropertyKinds } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';

/** What `AWS::Serverless::Function` may have (SAM developer guide). */
export const FUNCTION_PROPERTIES: PropertyKinds = {
  FunctionName: 'text|map',
  Handler: 'any',
  Runtime: 'any',
  CodeUri: 'any',
  ImageUri: 'any',
  PackageType: 'any',
  InlineCode: 'any',
  DeadLetterQueue: 'map',
  Description: 'any',
  MemorySize: 'any',
  Timeout: 'any',
  VpcConfig: 'any',
  Role: 'text',
  AssumeRolePolicyDocument: 'map',
  Policies: 'text|map|items',
  RolePath: 'any',
  PermissionsBoundary: 'text',
  Environment: 'maps',
  Events: 'maps',
  Tags: 'map',
  PropagateTags: 'flag',
  Tracing: 'map|text',
  KmsKeyArn: 'any',
  DeploymentPreference: 'map',
  ReservedConcurrentExecutions: 'any',
  Layers: 'items',
  EventInvokeConfig: 'map',
  EphemeralStorage: 'any',
  AutoPublishAlias: 'text',
  AutoPublishCodeSha256: 'text',
  AutoPublishAliasAllProperties: 'flag=',
  VersionDescription: 'any',
  ProvisionedConcurrencyConfig: 'any',
  FileSystemConfigs: 'any',
  ImageConfig: 'any',
  CodeSigningConfigArn: 'any',
  Architectures: 'any',
  SnapStart: 'map',
  FunctionUrlConfig: 'map',
  RuntimeManagementConfig: 'any',
  LoggingConfig: 'any',
  RecursiveLoop: 'any',
  SourceKMSKeyArn: 'any',
  CapacityProviderConfig: 'map',
  FunctionScalingConfig: 'map',
  VersionDeletionPolicy: 'text',
  PublishToLatestPublished: 'any',
  TenancyConfig: 'any',
  DurableConfig: 'map',
};

/** Refuses properties that do not go together. */
export function checkFunction({ id, properties }: SamResource): void {
  const { PackageType = 'Zip', Runtime, Handler, ImageUri, ImageConfig, Layers, TenancyConfig } = properties;
  const { CapacityProviderConfig, ProvisionedConcurrencyConfig, VpcConfig, FunctionScalingConfig } = properties;
  if (CapacityProviderConfig && ProvisionedConcurrencyConfig)
    refuse(id, "Cannot specify 'CapacityProviderConfig' and 'ProvisionedConcurrencyConfig' together.");
  if (CapacityProviderConfig && VpcConfig)
    refuse(id, "Cannot specify 'CapacityProviderConfig' and 'VpcConfig' together.");
  if (FunctionScalingConfig && !CapacityProviderConfig)
    refuse(id, "'FunctionScalingConfig' requires 'CapacityProviderConfig'.");
  if (PackageType !== 'Zip' && PackageType !== 'Image') refuse(id, 'PackageType needs to be `Zip` or `Image`');
  if (PackageType === 'Zip' && !(Runtime && Handler))
    refuse(id, 'Runtime and Handler needs to be present when PackageType is of type `Zip`');
  if (PackageType === 'Zip' && (ImageUri || ImageConfig))
    refuse(id, 'ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`');
  if (PackageType === 'Image' && (Handler || Runtime || Layers))
    refuse(id, 'Runtime, Handler, Layers cannot be present when PackageType is of type `Image`');
  if (TenancyConfig) checkTenancy(id, properties);
}

function checkTenancy(id: string, properties: SamResource['properties']): void {
  const not = (what: string) =>
    refuse(id, `${what} is not supported for functions enabled with tenancy configuration.`);
  if (properties.ProvisionedConcurrencyConfig) not('Provisioned concurrency');
  if (properties.FunctionUrlConfig) not('Function URL');
  if (properties.SnapStart) not('SnapStart');
  for (const event of Object.values((properties.Events ?? {}) as Record<string, unknown>)) {
    const type = isObject(event) ? String(event.Type) : '';
    if (type !== 'Api' && type !== 'HttpApi')
      refuse(
        id,
        `Event source '${type}' is not supported for functions enabled with tenancy configuration. Only Api and HttpApi event sources are supported.`,
      );
  }
}
