import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { resolveTarget } from '#cli/aws/reach.ts';
import { announce, runningHere } from '#cli/aws/running-runtimes.ts';
import { projectRoot } from '#constructs/project-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'folder-'));
const before = process.cwd();
const servers: Server[] = [];
const withdrawals: (() => void)[] = [];

/** Something that answers as a local runtime does, and is announced in the folder. */
async function aRuntimeHere(context: Record<string, string> = {}): Promise<string> {
  const server = createServer((_, response) => response.end('{"ready":true}'));
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  withdrawals.push(announce({ endpoint, context }));
  return endpoint;
}

beforeAll(() => {
  vi.stubEnv('AWS_ENDPOINT_URL', '');
  copyFileSync(resolve(projectRoot, 'choreography.json'), join(folder, 'choreography.json'));
  process.chdir(folder);
});
afterEach(() => {
  for (const withdraw of withdrawals.splice(0)) withdraw();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe('a command works', () => {
  it('on the only runtime of its folder, by the names of that deployment', async () => {
    const endpoint = await aRuntimeHere({ stage: 'dev' });
    const { access, settings } = await resolveTarget({});
    expect(access.endpoint).toBe(endpoint);
    expect(settings.monitor?.function).toBe('checkout-dev_monitor_api');
    expect(settings.deadLetters?.queue).toBe('checkout-dev_{participant}_{job}_dlq');
    expect(settings.sample?.bus).toBe('checkout-dev');
  });

  it('of several, on the one in its context, or at its address', async () => {
    const [plain, dev] = [await aRuntimeHere(), await aRuntimeHere({ stage: 'dev' })];
    expect((await resolveTarget({ context: { stage: 'dev' } })).access.endpoint).toBe(dev);
    const { access, settings } = await resolveTarget({ endpointUrl: plain });
    expect([access.endpoint, settings.monitor?.function]).toEqual([plain, 'checkout_monitor_api']);
    const localhost = dev.replace('127.0.0.1', 'localhost');
    expect((await resolveTarget({ endpointUrl: localhost })).settings.monitor?.function).toBe(
      'checkout-dev_monitor_api',
    );
  });

  it('on none of several that it does not say which of', async () => {
    const [plain, dev] = [await aRuntimeHere(), await aRuntimeHere({ stage: 'dev' })];
    await expect(resolveTarget({})).rejects.toThrow(
      'Several local runtimes run in this folder: say which with --endpoint-url.',
    );
    await expect(resolveTarget({})).rejects.toThrow(`${dev} -c stage=dev`);
    await expect(resolveTarget({})).rejects.toThrow(plain);
  });

  it('elsewhere by the names that its context gives', async () => {
    await aRuntimeHere({ stage: 'dev' });
    const { access, settings } = await resolveTarget({
      endpointUrl: 'https://aws.example',
      context: { stage: 'test' },
    });
    expect([access.endpoint, settings.monitor?.page]).toEqual(['https://aws.example', 'checkout-test_monitor_page']);
  });
});

describe('a runtime', () => {
  it('is not known any more when it has ended, with or without a word', async () => {
    const endpoint = await aRuntimeHere();
    expect(await runningHere()).toMatchObject([{ endpoint }]);
    withdrawals.pop()?.();
    expect(await runningHere()).toEqual([]);
    // No process has so high a number (Linux: pid_max is 4,194,304 at most).
    const crashed = join('.choreography/running', '1.json');
    writeFileSync(crashed, JSON.stringify({ endpoint, context: {}, pid: 2 ** 30 }));
    expect(await runningHere()).toEqual([]);
    expect([existsSync(crashed), readdirSync('.choreography/running')]).toEqual([false, []]);
  });
});
