import { devNull } from 'node:os';
import { describe, expect, test } from 'vitest';
import { emulatorAccess, emulatorEnvironment } from '#cli/deploy-local/emulator-access.ts';

const ENDPOINT = 'http://127.0.0.1:4566';
const environmentFor = (env: Record<string, string>) => emulatorEnvironment(emulatorAccess(ENDPOINT, env), env);

describe('What a deployment to an emulator runs with:', () => {
  test('region and credentials are made up where the caller has none', () => {
    expect(emulatorAccess(ENDPOINT, {})).toEqual({
      endpoint: ENDPOINT,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });

  test("the caller's region is kept", () => {
    expect(environmentFor({ AWS_DEFAULT_REGION: 'eu-west-1' })).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
    expect(environmentFor({ AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'eu-west-1' }).AWS_REGION).toBe('eu-west-3');
  });

  test("an emulator's account can be chosen, but an account's own key is never used", () => {
    expect(environmentFor({ AWS_ACCESS_KEY_ID: '111111111111' }).AWS_ACCESS_KEY_ID).toBe('111111111111');
    const environment = environmentFor({
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'the secret',
      AWS_SESSION_TOKEN: 'the token',
    });
    expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    expect(JSON.stringify(environment)).not.toMatch(/the secret|the token|AKIA/);
  });

  test('nothing that the caller configured can lead anywhere else', () => {
    const environment = environmentFor({
      AWS_ENDPOINT_URL_CLOUDFORMATION: 'https://cloudformation.us-east-1.amazonaws.com',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_PROFILE: 'production',
      CDK_DEFAULT_ACCOUNT: '111111111111',
    });
    expect(Object.keys(environment).sort()).toEqual(Object.keys(environmentFor({})).sort());
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL: ENDPOINT,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    });
  });

  test('what has nothing to do with AWS stays', () => {
    expect(environmentFor({ PATH: '/bin', AWS_CA_BUNDLE: 'ca.pem' })).toMatchObject({
      PATH: '/bin',
      AWS_CA_BUNDLE: 'ca.pem',
    });
  });
});
