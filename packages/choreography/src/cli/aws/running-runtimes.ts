import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '#cli/project/settings.ts';
import { privateFolder } from '#cli/state/private-folder.ts';

/** A local runtime that was started in this folder. */
export interface RunningRuntime {
  readonly endpoint: string;
  /** The context that its templates were synthesized in. */
  readonly context: Context;
  readonly pid: number;
}

/** The folder in which each runtime has a file, named after its port. */
const FOLDER = '.choreography/running';

/** Announces a runtime to other commands in this folder, until the returned function is called. Does nothing in a folder that cannot be written. */
export function announce({ endpoint, context }: Omit<RunningRuntime, 'pid'>): () => void {
  const file = join(FOLDER, `${new URL(endpoint).port}.json`);
  try {
    privateFolder('running');
    writeFileSync(file, JSON.stringify({ endpoint, context, pid: process.pid } satisfies RunningRuntime));
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

/** The runtimes that run in this folder; the file of one that was killed is removed. */
export async function runningHere(): Promise<RunningRuntime[]> {
  const found = await Promise.all(
    filesIn(FOLDER).map(async (name) => {
      const file = join(FOLDER, name);
      const runtime = read(file);
      if (runtime && isAlive(runtime.pid) && (await answers(runtime.endpoint))) return [runtime];
      if (!runtime || !isAlive(runtime.pid)) rmSync(file, { force: true });
      return [];
    }),
  );
  return found.flat();
}

/** Whether a local runtime answers at an endpoint. */
export async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_local/status`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function read(file: string): RunningRuntime | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether there is a process with that id. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
