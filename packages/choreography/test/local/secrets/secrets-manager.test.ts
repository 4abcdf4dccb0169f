import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCli, cliIsInstalled } from '../../aws-cli/aws-cli.ts';
import { anAssembly, queue } from '../assembly.ts';
import { allow, aRole, assumed } from '../iam/api/as-a-role.ts';
import { aRuntime } from '../runtime.ts';

const GenerateSecretString = {
  ...{ SecretStringTemplate: '{"user":"shop"}', GenerateStringKey: 'password', PasswordLength: 20 },
  ExcludePunctuation: true,
};
const secret = (Name: string, properties: object) => ({
  ...{ Type: 'AWS::SecretsManager::Secret', Properties: { Name, ...properties } },
});

/** A queue's name has what is kept in one secret. @param description of the secret that is generated */
const assembly = (Description: string) =>
  anAssembly({
    Given: secret('given', { SecretString: 'as written' }),
    Made: secret('made', { GenerateSecretString, Description }),
    Q: queue('q-{{resolve:secretsmanager:made:SecretString:password}}'),
  });

let local: Awaited<ReturnType<typeof aRuntime>>;
let send: SecretsManagerClient['send'];
beforeAll(async () => {
  local = await aRuntime(assembly('first'));
  const client = new SecretsManagerClient(local.access);
  send = client.send.bind(client);
});
afterAll(() => local.runtime.stop());

const value = async (SecretId: string, more: object = {}) =>
  (await send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString;

describe('a secret of a template', () => {
  it('is as the template says, or generated, and then the same when the templates are put again', async () => {
    expect(await value('given')).toBe('as written');
    const made = JSON.parse((await value('made')) ?? '');
    expect(made).toEqual({ user: 'shop', password: expect.stringMatching(/^[A-Za-z0-9]{20}$/) });
    await local.runtime.redeploy(assembly('second'));
    expect(JSON.parse((await value('made')) ?? '')).toEqual(made);
    expect(await local.attributesOf(`q-${made.password}`)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });
});

describe('a secret', () => {
  it('has a current and a previous version', async () => {
    const { ARN = '' } = await send(new CreateSecretCommand({ Name: 'versions', SecretString: 'one' }));
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:versions-\w{6}$/);
    await expect(value('versions', { VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    });
    await send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'two' }));
    await send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'three' }));
    expect(await value(ARN)).toBe('three');
    expect(await value('versions', { VersionStage: 'AWSPREVIOUS' })).toBe('two');
    const { VersionIdsToStages = {} } = await send(new DescribeSecretCommand({ SecretId: 'versions' }));
    expect(Object.values(VersionIdsToStages).sort()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
  });

  it('is marked for deletion, restored, and removed at once if that is forced', async () => {
    const Name = 'goes';
    await send(new CreateSecretCommand({ Name, SecretString: 's' }));
    await send(new DeleteSecretCommand({ SecretId: Name }));
    await expect(value(Name)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    });
    await expect(send(new CreateSecretCommand({ Name, SecretString: 's' }))).rejects.toMatchObject({
      message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    const { SecretList = [] } = await send(new ListSecretsCommand({}));
    expect(SecretList.map(({ Name: listed }) => listed)).not.toContain(Name);
    await send(new RestoreSecretCommand({ SecretId: Name }));
    expect(await value(Name)).toBe('s');
    await send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
    await expect(value(Name)).rejects.toMatchObject({
      ...{ name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." },
    });
  });

  it.each([' Inv Name', 'a*b?'])('is not called "%s"', async (Name) => {
    await expect(send(new CreateSecretCommand({ Name, SecretString: 's' }))).rejects.toMatchObject({
      message:
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    });
  });

  it('is read by whom a policy lets', async () => {
    const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:given-??????';
    const access = await assumed(local, await aRole(local, 'reads', allow('secretsmanager:GetSecretValue', arn)));
    const get = (SecretId: string) => new SecretsManagerClient(access).send(new GetSecretValueCommand({ SecretId }));
    await expect(get('given')).resolves.toMatchObject({ SecretString: 'as written' });
    await expect(get('made')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /is not authorized to perform: secretsmanager:GetSecretValue on resource: \S+:secret:made-\w{6} because no identity-based policy/,
      ),
    });
  });
});

it('a password has what is asked for', async () => {
  for (let count = 0; count < 50; count++) {
    const { RandomPassword = '' } = await send(
      new GetRandomPasswordCommand({ PasswordLength: 4, ExcludeCharacters: 'abc' }),
    );
    for (const kind of [/[d-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]) expect(RandomPassword).toMatch(kind);
  }
});

it.runIf(cliIsInstalled)(
  'the AWS CLI makes a secret and reads it',
  async () => {
    const cli = (...parameters: string[]) => awsCli(local.runtime.endpoint, 'secretsmanager', ...parameters);
    await cli('create-secret', '--name', 'cli', '--secret-string', '{"a":1}');
    expect(await cli('get-secret-value', '--secret-id', 'cli')).toMatchObject({ SecretString: '{"a":1}' });
  },
  120_000,
);
