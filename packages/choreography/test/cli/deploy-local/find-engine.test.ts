import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findEngine } from '#cli/deploy-local/find-engine.ts';
import { InputError } from '#template/input-error.ts';

describe('The engine at AWS_ENDPOINT_URL:', () => {
  test.each([
    ['MiniStack', '/_ministack/health'],
    ['LocalStack', '/_localstack/health'],
  ])('is %s if that reports its health', async (name, path) => {
    const endpoint = await anEngine({ [path]: { services: {} } });
    expect(await findEngine(endpoint)).toMatchObject({ name, endpoint });
  });

  test('may be written with a slash at its end, or by the name localhost', async () => {
    const endpoint = await anEngine({ '/_ministack/health': {} });
    expect((await findEngine(`${endpoint}/`)).endpoint).toBe(endpoint);
    expect((await findEngine(endpoint.replace('127.0.0.1', 'localhost'))).endpoint).toBe(endpoint);
  });

  test('is not the local runtime, which needs no deployment', async () => {
    const endpoint = await anEngine({ '/_local/status': { ready: true } });
    await expect(findEngine(endpoint)).rejects.toThrow('it runs the templates by itself');
  });

  test('must answer', async () => {
    const endpoint = await anEngine({});
    await expect(findEngine(endpoint)).rejects.toThrow(`Neither LocalStack nor MiniStack answers at ${endpoint}`);
  });

  test('must be given', async () => {
    await expect(findEngine(undefined)).rejects.toThrow('Set AWS_ENDPOINT_URL to the emulator');
    await expect(findEngine('')).rejects.toThrow('Set AWS_ENDPOINT_URL to the emulator');
  });

  test.each([
    'https://cloudformation.us-east-1.amazonaws.com',
    'http://127.0.0.1.example.com:4566',
    'http://127.0.0.1@example.com',
    'ftp://127.0.0.1',
    'somewhere',
  ])('is never another machine: %s', async (endpoint) => {
    const refusal = findEngine(endpoint);
    await expect(refusal).rejects.toThrow(InputError);
    await expect(refusal).rejects.toThrow(
      `AWS_ENDPOINT_URL is ${endpoint}, but deploy:local deploys to this machine only`,
    );
  });
});

/** Answers JSON at some paths, and 404 elsewhere. */
async function anEngine(reports: Record<string, object>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    response.statusCode = url in reports ? 200 : 404;
    response.end(JSON.stringify(reports[url] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
