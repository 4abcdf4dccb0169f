import { idHash } from '#template/sam/hash.ts';
import { refuse } from '#template/sam/refusal.ts';
import { made, type Resources, type SamResource, withDefaults } from '#template/sam/resources.ts';

/** The alias that `AutoPublishAlias` asks for, and the version that it leads to. All events come to the alias. */
export interface PublishedAlias {
  /** The alias's name. */
  readonly name: string;
  /** Its logical id. */
  readonly id: string;
  readonly resources: Resources;
}

/** Undefined when the function publishes none. `code` is the function's `Code`. */
export function publishedAlias(sam: SamResource, code: object): PublishedAlias | undefined {
  const { id, properties, template } = sam;
  const { AutoPublishAlias, ProvisionedConcurrencyConfig, DeploymentPreference, VersionDeletionPolicy } = properties;
  if (!AutoPublishAlias) {
    if (ProvisionedConcurrencyConfig)
      refuse(id, 'To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function');
    if (VersionDeletionPolicy) refuse(id, "'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
    if (DeploymentPreference && (withDefaults(template, DeploymentPreference.Enabled) ?? true) === true)
      refuse(id, "'DeploymentPreference' requires AutoPublishAlias property to be specified.");
    return undefined;
  }
  const name = aliasName(sam);
  const versionId = `${id}Version${versionHash(sam, code)}`;
  const aliasId = `${id}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`;
  const version = made(sam, 'AWS::Lambda::Version', {
    FunctionName: { Ref: id },
    Description: properties.VersionDescription,
  });
  const alias = made(sam, 'AWS::Lambda::Alias', {
    Name: name,
    FunctionName: { Ref: id },
    FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
    ProvisionedConcurrencyConfig,
  });
  return { name, id: aliasId, resources: { [versionId]: version, [aliasId]: alias } };
}

function aliasName({ id, properties, template }: SamResource): string {
  const name = withDefaults(template, properties.AutoPublishAlias);
  // A parameter without a default has its value only at the deployment: the parameter's name is used here.
  const parameter = (name as { Ref?: unknown }).Ref;
  if (typeof parameter === 'string' && template.Parameters && Object.hasOwn(template.Parameters, parameter))
    return parameter;
  if (typeof name !== 'string') refuse(id, "'AutoPublishAlias' must be a string or a Ref to a template parameter");
  if (!/^(?!\d+$)[\w-]+$/.test(name))
    refuse(
      id,
      `AutoPublishAlias name ('${name}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.`,
    );
  return name;
}

/** A version is published anew when the code changes, or what else is asked for. */
function versionHash({ id, properties, template }: SamResource, code: object): string {
  const { AutoPublishCodeSha256, AutoPublishAliasAllProperties, Environment, MemorySize, SnapStart } = properties;
  if (AutoPublishCodeSha256) {
    const sha256 = withDefaults(template, AutoPublishCodeSha256);
    if (typeof sha256 !== 'string') refuse(id, 'AutoPublishCodeSha256 must be a string');
    return sha256.slice(0, 10);
  }
  if (AutoPublishAliasAllProperties) return idHash({ ...properties, Code: code });
  return idHash({
    ...(withDefaults(template, code) as object),
    ...Environment,
    ...(MemorySize && { MemorySize }),
    ...(SnapStart && (SnapStart.ApplyOn ?? 'None') !== 'None' && { SnapStart }),
  });
}
