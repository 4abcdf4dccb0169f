import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { projectAbove, projectTemplates } from '#cli/project/project-templates.ts';
import { readProjectSettings } from '#cli/project/settings.ts';
import type { Version } from '#diff/version.ts';
import { InputError } from '#template/input-error.ts';
import { commitOf } from './commit-of.ts';
import { synthesizeCommit } from './synthesize-commit.ts';

export interface VersionOptions extends SystemOptions {
  /** What it is compared with: of a path, a commit has its own version. */
  readonly counterpart?: string | undefined;
  /** Looks at the templates while they are there, with the folder that has the choreography.json. */
  readonly look?: (templates: string, project: string | undefined) => Promise<void>;
}

/**
 * Reads a CDK assembly, a folder, a template file or, if there is none of this name, a git commit, of which the same path is read that it is compared with,
 * or else its project, synthesized. With no name it is this project as its files are now, synthesized, too.
 */
export async function readVersion(name: string | undefined, options: VersionOptions = {}): Promise<Version> {
  if (name === undefined || existsSync(name)) {
    const { allow } = readProjectSettings();
    const stacks = await readSystem(name === undefined ? [] : [name], options);
    await options.look?.(resolve(name ?? projectTemplates().path), projectOf(name));
    return { stacks, allow };
  }
  const commit = await commitOf(name);
  if (commit === undefined)
    throw new InputError(
      `"${name}" is no file or folder, and no commit of the git repository here: give two of these.`,
    );
  return synthesizeCommit(name, commit, options);
}

/** What this project puts is put to all that it is compared with; templates without a project here have their own. */
const projectOf = (name: string | undefined): string | undefined =>
  existsSync('choreography.json') || name === undefined ? '.' : projectAbove(name);
