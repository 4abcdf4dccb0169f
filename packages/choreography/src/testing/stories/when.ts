import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EventContract, EventData } from '#contracts/define-event.ts';
import type { HttpAnswer } from './engine.ts';
import { type Entry, entry } from './entry.ts';
import type { Telling } from './telling.ts';

/** What a command printed, and its exit code. */
export interface CommandAnswer {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

/** What can happen in a story. */
export interface When {
  /** An event is said, with the administrator's permissions. */
  said<Contract extends EventContract>(contract: Contract, data: EventData<Contract>): Promise<void>;
  /** Events are put on the bus unchanged, in one call. Throws if the bus refuses one. */
  put(...entries: readonly Entry[]): Promise<void>;
  /** The HTTP API of `participant/job` is called; a body is sent as JSON. */
  called(
    job: string,
    request: { readonly method?: string; readonly path?: string; readonly body?: unknown },
  ): Promise<HttpAnswer>;
  /** What was set aside of an instance is given back to `participant/job`, by the command `redrive`. */
  redriven(job: string, key: string): Promise<CommandAnswer>;
  /** Time passes, such as `2 days`: all that falls due in it has happened afterwards. Only on the local runtime, where it passes for all stories. */
  passed(time: string): Promise<void>;
}

const BIN = fileURLToPath(new URL('../../../bin/choreography.mjs', import.meta.url));

export const whenIn = ({ engine, folder, needsLocal }: Telling): When => ({
  said: (contract, data) => engine.put(entry(contract, data)),
  put: (...entries) => engine.put(...entries),
  called: (job, { method = 'POST', path = '/', body }) => engine.call(job, method, path, body),
  redriven(job, key) {
    const { endpoint } = engine.access;
    const words = ['redrive', job, '--key', key, ...(endpoint ? ['--endpoint-url', endpoint] : [])];
    return new Promise((done) => {
      const child = execFile(process.execPath, [BIN, ...words], { cwd: folder }, (_, out, err) =>
        done({ out, err, exitCode: child.exitCode ?? 1 }),
      );
    });
  },
  async passed(time) {
    needsLocal('moves the clock');
    await engine.askLocal('clock', { moveBy: time });
  },
});
