import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { refuseParameters } from '#local/gateway/refuse-parameters.ts';
import { jsonBody } from '#local/iam/demands/demand.ts';
import { pageOf } from '#local/ssm/page.ts';
import { type PasswordSettings, randomPassword } from './random-password.ts';
import { invalidRequest, type Secret, type Secrets, type SecretVersion } from './secrets.ts';

interface Input extends PasswordSettings {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly Description?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly ClientRequestToken?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly VersionStages?: readonly string[];
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

const DAY = 86_400_000;
const seconds = (milliseconds: number): number => milliseconds / 1000;
const valueIn = ({ SecretString, SecretBinary }: Input) => ({ text: SecretString, binary: SecretBinary });
const idOf = ({ name: Name, arn: ARN }: Secret) => ({ ARN, Name });

const UNSUPPORTED = ['AddReplicaRegions', 'Filters', 'RotationRules', 'RotationLambdaARN'];

const ACTIONS: Readonly<Record<string, (input: Input, secrets: Secrets, now: number) => object>> = {
  CreateSecret: (input, secrets) => {
    const secret = secrets.create(
      required(input.Name, 'name'),
      valueIn(input),
      input.Description,
      input.ClientRequestToken,
    );
    for (const { Key, Value } of input.Tags ?? []) secret.tags.set(Key, Value);
    const [version] = secret.versions.values();
    return { ...idOf(secret), ...(version && { VersionId: version.id }) };
  },
  GetSecretValue: (input, secrets) => {
    const secret = usable(input, secrets);
    const version = versionIn(secret, input);
    return {
      ...idOf(secret),
      VersionId: version.id,
      SecretString: version.text,
      SecretBinary: version.binary,
      VersionStages: version.stages,
      CreatedDate: seconds(version.createdAt),
    };
  },
  PutSecretValue: (input, secrets) => {
    const secret = usable(input, secrets);
    const { VersionStages = ['AWSCURRENT'] } = input;
    const version = secrets.put(secret, valueIn(input), VersionStages, input.ClientRequestToken);
    return { ...idOf(secret), VersionId: version.id, VersionStages: version.stages };
  },
  UpdateSecret: (input, secrets) => {
    const secret = usable(input, secrets);
    if (input.Description !== undefined) secret.description = input.Description;
    const { text, binary } = valueIn(input);
    if (text === undefined && binary === undefined) return idOf(secret);
    const version = secrets.put(secret, { text, binary }, ['AWSCURRENT'], input.ClientRequestToken);
    return { ...idOf(secret), VersionId: version.id };
  },
  DescribeSecret: (input, secrets) => {
    const secret = secrets.get(required(input.SecretId, 'secretId'));
    return { ...summary(secret), VersionIdsToStages: stagesOf(secret) };
  },
  ListSecrets: ({ NextToken, MaxResults }, secrets) => {
    const listed = secrets.all().filter(({ deletedAt }) => deletedAt === undefined);
    const page = { ...(NextToken !== undefined && { NextToken }), ...(MaxResults !== undefined && { MaxResults }) };
    const { page: shown, ...more } = pageOf(listed, page, 100);
    return {
      SecretList: shown.map((secret) => ({ ...summary(secret), SecretVersionsToStages: stagesOf(secret) })),
      ...more,
    };
  },
  ListSecretVersionIds: (input, secrets) => {
    const secret = secrets.get(required(input.SecretId, 'secretId'));
    const versions = [...secret.versions.values()].filter(({ stages }) => stages.length > 0);
    return {
      ...idOf(secret),
      Versions: versions.map(({ id, stages, createdAt }) => ({
        VersionId: id,
        VersionStages: stages,
        CreatedDate: seconds(createdAt),
        KmsKeyIds: ['DefaultEncryptionKey'],
      })),
    };
  },
  DeleteSecret: (input, secrets, now) => {
    const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force } = input;
    if (force && input.RecoveryWindowInDays !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    if (!(days >= 7 && days <= 30))
      throw new AwsError(
        'InvalidParameterException',
        'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
      );
    const secret = secrets.find(required(input.SecretId, 'secretId'));
    // To force what is not there is no error (API reference: DeleteSecret).
    if (!secret && force)
      return { ...idOf({ name: input.SecretId, arn: input.SecretId } as Secret), DeletionDate: seconds(now) };
    const { name, arn } = secret ?? secrets.get(input.SecretId ?? '');
    const found = secrets.get(name);
    if (force) secrets.delete(name);
    else found.deletedAt = now + days * DAY;
    return { ARN: arn, Name: name, DeletionDate: seconds(found.deletedAt ?? now) };
  },
  RestoreSecret: (input, secrets) => {
    const secret = secrets.get(required(input.SecretId, 'secretId'));
    secret.deletedAt = undefined;
    return idOf(secret);
  },
  TagResource: (input, secrets) => {
    for (const { Key, Value } of input.Tags ?? []) usable(input, secrets).tags.set(Key, Value);
    return {};
  },
  UntagResource: (input, secrets) => {
    for (const key of input.TagKeys ?? []) usable(input, secrets).tags.delete(key);
    return {};
  },
  GetRandomPassword: (input) => ({ RandomPassword: randomPassword(input) }),
};

/** Secrets Manager's API: JSON, the action in a header. Rotation and replication are not answered. */
export function secretsApi({ headers, body }: AwsRequest, secrets: Secrets, now: number): AwsResponse {
  const name = headers['x-amz-target']?.split('.').at(-1) ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of Secrets Manager.`,
    );
  const input = jsonBody({ body }) as unknown as Input;
  refuseParameters(input, UNSUPPORTED);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(action(input, secrets, now)),
  };
}

function required(value: string | undefined, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

function usable({ SecretId }: Input, secrets: Secrets): Secret {
  const secret = secrets.get(required(SecretId, 'secretId'));
  if (secret.deletedAt === undefined) return secret;
  throw invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}

function versionIn({ versions }: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  if (VersionId !== undefined) {
    const version = versions.get(VersionId);
    if (version && VersionStage !== undefined && !version.stages.includes(VersionStage))
      throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
    if (version) return version;
    throw notFound(`VersionId: ${VersionId}`);
  }
  const stage = VersionStage ?? 'AWSCURRENT';
  const version = [...versions.values()].find(({ stages }) => stages.includes(stage));
  if (version) return version;
  throw notFound(`staging label: ${stage}`);
}

const notFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`);

const stagesOf = ({ versions }: Secret) =>
  Object.fromEntries([...versions.values()].flatMap(({ id, stages }) => (stages.length > 0 ? [[id, stages]] : [])));

const summary = (secret: Secret) => ({
  ...idOf(secret),
  Description: secret.description,
  CreatedDate: seconds(secret.createdAt),
  LastChangedDate: seconds(secret.changedAt),
  ...(secret.deletedAt !== undefined && { DeletedDate: seconds(secret.deletedAt) }),
  ...(secret.tags.size > 0 && { Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })) }),
});
