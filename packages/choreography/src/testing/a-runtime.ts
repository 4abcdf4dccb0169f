import { exec } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { EventContract, EventData } from '#contracts/define-event.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { expect } from './peers.ts';
import { aBystander } from './stories/bystander.ts';
import { Engine, onlyBus } from './stories/engine.ts';
import { entry } from './stories/entry.ts';
import { saidTo } from './stories/then.ts';

/** A project's templates, running on this machine for the tests of a file. */
export interface TestRuntime {
  /** Where the unmodified AWS CLI and SDK find it. */
  readonly endpoint: string;
  /** Says an event, as its participant would. */
  put<Contract extends EventContract>(contract: Contract, data: EventData<Contract>): Promise<void>;
  /** The data of the first event of a contract of which something holds; waits for it, at most 20 seconds. */
  until<Contract extends EventContract>(
    contract: Contract,
    holds?: (data: EventData<Contract>) => boolean,
  ): Promise<EventData<Contract>>;
  stop(): Promise<void>;
}

/**
 * Synthesizes the project of the test file that asks (the nearest folder with a `cdk.json`, by its `app`) and runs it on any free port.
 * @param folder the project's folder, if it is another
 */
export async function aRuntime(folder = projectOf(expect.getState().testPath)): Promise<TestRuntime> {
  const { endpoint, stop } = await runProject(folder);
  const access = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const engine = new Engine(access, await onlyBus(access), true);
  const bystander = await aBystander(engine, { source: [{ exists: true }] });
  return {
    endpoint,
    put: (contract, data) => engine.put(entry(contract, data)),
    until: (contract, holds) => saidTo(bystander, contract, holds),
    async stop() {
      engine.leave();
      await stop();
    },
  };
}

/** Synthesizes the project in a folder, by the `app` of its `cdk.json`, and runs it on any free port. */
export async function runProject(folder: string): Promise<Pick<TestRuntime, 'endpoint' | 'stop'>> {
  const cdkOut = mkdtempSync(join(tmpdir(), 'choreography-test-'));
  const { app } = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8')) as { app: string };
  const env = { ...process.env, CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false' };
  const runtime = await startRuntime({
    cdkOut: promisify(exec)(app, { cwd: folder, env }).then(() => cdkOut),
    port: 0,
  });
  return {
    endpoint: runtime.endpoint,
    async stop() {
      await runtime.stop();
      rmSync(cdkOut, { recursive: true, force: true });
    },
  };
}

/** The nearest folder above a test file with a `cdk.json`. Throws a sentence if there is none. */
export function projectOf(file: string | undefined): string {
  for (let folder = dirname(file ?? join(process.cwd(), '_')); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'cdk.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No folder above ${file ?? process.cwd()} has a cdk.json.`);
  }
}
