import { bytesFor, type PasswordSettings, randomPassword } from '#local/secrets/random-password.ts';
import { secretArn } from '#local/secrets/secrets.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

interface Generated extends PasswordSettings {
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

const secret: ResourceType = {
  honours: ['Name', 'Description', 'SecretString', 'GenerateSecretString', 'Tags'],
  withoutEffect: {
    KmsKeyId: 'Nothing is encrypted at rest in memory.',
    ReplicaRegions: 'A secret is read in the region of its template.',
  },
  identify: (resource) => {
    const arn = secretArn(physicalName(resource, 'Name'));
    return { ref: arn, attributes: { Id: arn } };
  },
  replaces: true,
  create: (resource, _, { secrets }) => {
    const name = physicalName(resource, 'Name');
    const { Description, Tags = [] } = resource.properties as {
      Description?: string;
      Tags?: { Key: string; Value: string }[];
    };
    const text = secretText(resource);
    const made = secrets.find(name) ?? secrets.create(name, {}, Description);
    made.description = Description;
    for (const { Key, Value } of Tags) made.tags.set(Key, String(Value));
    const current = [...made.versions.values()].find(({ stages }) => stages.includes('AWSCURRENT'));
    if (text !== undefined && current?.text !== text) secrets.put(made, { text }, ['AWSCURRENT']);
  },
  remove: (resource, _, { secrets }) => {
    secrets.delete(physicalName(resource, 'Name'));
  },
};

/** What a template keeps secret: as it says, or generated, the same as long as the runtime runs. */
export function secretText(resource: Pick<Resource, 'properties' | 'stack' | 'logicalId'>): string | undefined {
  const { SecretString, GenerateSecretString } = resource.properties as {
    SecretString?: string;
    GenerateSecretString?: Generated;
  };
  if (SecretString !== undefined) return String(SecretString);
  if (GenerateSecretString === undefined) return undefined;
  const { SecretStringTemplate, GenerateStringKey } = GenerateSecretString;
  const password = randomPassword(GenerateSecretString, bytesFor(`${resource.stack} ${resource.logicalId}`));
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
}

export const SECRETS_TYPES: Readonly<Record<string, ResourceType>> = { 'AWS::SecretsManager::Secret': secret };
