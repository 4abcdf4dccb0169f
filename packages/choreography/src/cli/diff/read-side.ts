import { existsSync } from 'node:fs';
import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { readProjectSettings } from '#cli/settings.ts';
import type { Side } from '#diff/side.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { commitOf } from './commit-of.ts';
import { synthesizeCommit } from './synthesize-commit.ts';

export interface SideOptions extends SystemOptions {
  readonly parameter?: Readonly<Record<string, string>>;
}

/**
 * Reads a CDK assembly, a folder, a template file or, if there is none of this name, a git commit, which is synthesized.
 * With no name it is this project as its files are now, synthesized, too.
 */
export async function readSide(name: string | undefined, options: SideOptions = {}): Promise<Side> {
  if (name === undefined || existsSync(name)) {
    const allow = existsSync('choreography.json') ? readProjectSettings().allow : [];
    const stacks = await readSystem(name === undefined ? [] : [name], options);
    return { graph: graphOf(stacks, options.parameter), allow };
  }
  const commit = await commitOf(name);
  if (commit === undefined)
    throw new InputError(`${name} is no file or folder, and no commit of the git repository here: give two of these.`);
  return synthesizeCommit(name, commit, options);
}
