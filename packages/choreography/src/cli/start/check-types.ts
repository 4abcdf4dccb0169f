import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';

/** How many type errors are printed at most. */
const MAX_ERRORS = 5;

/** Runs behind all else, and is ended when a newer one begins. */
export interface TypeCheck {
  begin(): void;
  /** Ends what runs, and tells nothing of it. */
  stop(): void;
}

/**
 * Checks the types of a project again and again with its own TypeScript, in a process of low priority that remembers what it checked, and
 * reports its errors whenever they change. Undefined for a project without TypeScript. What runs ends with the signal.
 */
export function typeCheck(
  tell: (text: string) => void,
  signal: AbortSignal,
  folder = process.cwd(),
): TypeCheck | undefined {
  const compiler = compilerOf(folder);
  if (compiler === undefined) return undefined;
  const words = [
    '--noEmit',
    '--pretty',
    'false',
    '--incremental',
    '--tsBuildInfoFile',
    join(folder, 'build/types.tsbuildinfo'),
  ];
  let running: ChildProcess | undefined;
  let told = '';
  const stop = () => {
    end(running);
    running = undefined;
  };
  const begin = () => {
    stop();
    const mine = spawn(process.execPath, [compiler, ...words], {
      cwd: folder,
      // A group of its own: the compiler may be a process that this one starts.
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    running = mine;
    lower(mine);
    let output = '';
    mine.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    mine.once('error', () => {});
    mine.once('close', () => {
      if (running !== mine || signal.aborted) return;
      running = undefined;
      const text = summary(output);
      if (text !== told) tell(text || 'The types are right again.');
      told = text;
    });
  };
  signal.addEventListener('abort', stop);
  return { begin, stop };
}

/** `FILE(LINE,COLUMN): error CODE: MESSAGE`, or an error without a place, one a line; lines that follow explain it. */
function summary(output: string): string {
  const errors = [...output.matchAll(/^(?:(.+)\((\d+),(\d+)\): )?error (TS\d+): (.+)$/gm)].map(
    ([, file, line, column, code, message]) => `${file ? `${file}:${line}:${column}: ` : ''}${message} (${code})`,
  );
  const more = errors.length - MAX_ERRORS;
  return [...errors.slice(0, MAX_ERRORS), ...(more > 0 ? [`… and ${more} more: npx tsc --noEmit`] : [])].join('\n');
}

function compilerOf(folder: string): string | undefined {
  if (!existsSync(join(folder, 'tsconfig.json'))) return undefined;
  try {
    const manifest = createRequire(join(folder, 'here.js')).resolve('typescript/package.json');
    return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc);
  } catch {
    return undefined;
  }
}

function lower({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // It has ended, or the system has no priorities: then it runs at the normal one.
  }
}

function end(child: ChildProcess | undefined): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    // TypeScript 7's compiler goes on when it is asked to end, until all is checked: it has to be killed.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
