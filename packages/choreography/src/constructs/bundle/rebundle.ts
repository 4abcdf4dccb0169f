import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildContext, context } from 'esbuild';
import { projectRoot } from '#constructs/project-root.ts';
import { bundledJobs, isStale, optionsOf, write } from './bundle-functions.ts';
import { entryPoint } from './entry-point.ts';

/** How many sets of jobs are remembered, and for how long, in milliseconds: up to 400 MB each, of whoever changes a contract of all. */
const REMEMBERED = 2;
const KEPT_MS = 60_000;

type Context = BuildContext<{ write: false; metafile: true }>;
const contexts = new Map<string, Context>();
let forgetting: NodeJS.Timeout | undefined;

/**
 * Makes those bundles anew that were made before and are out of date, by what esbuild remembers of the last time that the same ones were.
 * What cannot be made is left to `bundleFunctions`, which finds the rest done, and says why.
 */
export async function rebundle(): Promise<void> {
  const stale = bundledJobs().filter((job) => isStale(job) && existsSync(resolve(projectRoot, entryPoint(job))));
  if (stale.length === 0) return;
  const startedAt = new Date();
  try {
    write(stale, await (await contextOf(stale)).rebuild(), startedAt);
  } catch {
    // It is said when it fails again.
  }
}

async function contextOf(jobs: readonly string[]): Promise<Context> {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => forget(0), KEPT_MS).unref();
  const key = jobs.join(' ');
  const known = contexts.get(key);
  // The last one that was used is the last one to be forgotten.
  contexts.delete(key);
  const made = known ?? (await context({ ...optionsOf(jobs), logLevel: 'silent' }));
  contexts.set(key, made);
  forget(REMEMBERED);
  return made;
}

function forget(all: number): void {
  for (const [key, each] of [...contexts].slice(0, Math.max(0, contexts.size - all))) {
    contexts.delete(key);
    void each.dispose();
  }
}
