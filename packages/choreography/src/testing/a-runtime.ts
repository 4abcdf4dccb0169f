import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventContract, EventData } from '#contracts/define-event.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { afterAll, beforeAll, expect } from './peers.ts';
import { aBystander } from './stories/bystander.ts';
import { Engine, onlyBus } from './stories/engine.ts';
import { entry } from './stories/entry.ts';
import { saidTo } from './stories/then.ts';
import { synthesized } from './synthesized.ts';

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

/** A synth may have to run first. */
const PATIENCE_MS = 120_000;

/**
 * A runtime for the tests of a file, started before the first of them and stopped after the last, however they end. To be called
 * at the top of the file; what is returned is the runtime, within a test.
 * @param folder the project's folder, if it is another than that of the file
 */
export function runtimeOfFile(folder?: string): () => TestRuntime {
  let runtime: TestRuntime | undefined;
  beforeAll(async () => {
    runtime = await aRuntime(folder);
  }, PATIENCE_MS);
  afterAll(() => runtime?.stop());
  return () => {
    if (!runtime) throw new Error('The runtime runs while tests do: ask for it within a test.');
    return runtime;
  };
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

/** Runs the project in a folder on any free port; it is synthesized if its files have changed. */
export async function runProject(folder: string): Promise<Pick<TestRuntime, 'endpoint' | 'stop'>> {
  const { endpoint, stop } = await startRuntime({ cdkOut: synthesized(folder), port: 0 });
  return { endpoint, stop };
}

/** The nearest folder above a test file with a `cdk.json`. Throws a sentence if there is none. */
export function projectOf(file: string | undefined): string {
  for (let folder = dirname(file ?? join(process.cwd(), '_')); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'cdk.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No folder above ${file ?? process.cwd()} has a cdk.json.`);
  }
}
