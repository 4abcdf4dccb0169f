import { existsSync, rmSync } from 'node:fs';
import type { Context } from '#cli/project/settings.ts';
import { InputError } from '#template/input-error.ts';
import { ownerOf, stateFile } from './state.ts';

/** `choreography reset`: forgets what local runtimes of this folder have kept in a context. Snapshots stay. */
export function reset(options: { context: Context; dir?: string }): void {
  const path = stateFile(options);
  const owner = ownerOf(path);
  if (owner !== undefined)
    throw new InputError(`The runtime with the process id ${owner} runs with ${path}: stop it, then reset again.`);
  const was = existsSync(path);
  rmSync(path, { force: true });
  console.log(was ? `${path} is removed: the next start begins anew.` : `Nothing is kept in ${path}.`);
}
