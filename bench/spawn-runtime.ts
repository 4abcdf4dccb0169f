import { execFileSync, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface SpawnedRuntime {
  readonly endpoint: string;
  readonly pid: number;
  /** Resolves when it says something from now on. */
  says(what: RegExp): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The local runtime in a process of its own, as `npm start` runs it, from nothing: what loads it takes no time from it. It keeps its
 * state in a context of its own, so that what the project has kept is neither read nor forgotten.
 */
export async function spawnRuntime(
  options: readonly string[] = [],
  cwd = '.',
  command = resolve('packages/choreography/bin/choreography.mjs'),
): Promise<SpawnedRuntime> {
  const words = [command, 'start', '--no-sample', '--port', '0', ...fromNothing(command, cwd), ...options];
  const child = spawn(process.execPath, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((close) => child.once('close', () => close()));
  let output = '';
  let look = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000);
      look();
    });
  const until = (what: RegExp): Promise<RegExpExecArray> => {
    const said = new Promise<RegExpExecArray>((matched) => {
      look = () => {
        const found = what.exec(output);
        if (found) matched(found);
      };
      look();
    });
    const failed = ended.then(() => Promise.reject(new Error(`The local runtime ended:\n${output}`)));
    return Promise.race([said, failed]);
  };
  const [, endpoint = ''] = await until(/Running at (http:\S+?)\. /);
  return {
    endpoint,
    pid: child.pid as number,
    async says(what) {
      output = '';
      await until(what);
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Versions that keep no state know no --fresh. */
const fromNothing = (command: string, cwd: string): string[] =>
  execFileSync(process.execPath, [command, 'start', '--help'], { cwd, encoding: 'utf8' }).includes('--fresh')
    ? ['-c', 'bench=true', '--fresh']
    : [];
