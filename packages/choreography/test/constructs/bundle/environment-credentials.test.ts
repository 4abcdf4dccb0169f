import { afterEach, expect, test, vi } from 'vitest';
import { defaultProvider } from '#constructs/bundle/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

function environment(keyId?: string, secret?: string, token?: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', keyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', token);
}

test("credentials are those of the function's environment", async () => {
  environment('id', 'secret', 'token');
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
});

test('an emulator may give none for a session', async () => {
  environment('id', 'secret');
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
});

test('with none at all, the function says so', async () => {
  environment();
  await expect(defaultProvider()()).rejects.toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
});
