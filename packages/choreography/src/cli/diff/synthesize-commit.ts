import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { readSystem } from '#cli/map/read-system.ts';
import { projectTemplates } from '#cli/project/project-templates.ts';
import { readProjectSettings } from '#cli/project/settings.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import type { Version } from '#diff/version.ts';
import { InputError } from '#template/input-error.ts';
import { git } from './git.ts';
import { linkPackages } from './link-packages.ts';
import type { VersionOptions } from './read-version.ts';

/**
 * Reads the templates of a commit: the path that it is compared with, if the commit has it, or else its project, synthesized if it
 * has to be. Works in a git worktree of its own, in the temporary folder, with the commit's choreography.json, the packages that are
 * installed here and the commit's own workspaces. Nothing of it is left afterwards, also when it is interrupted.
 */
export async function synthesizeCommit(name: string, commit: string, options: VersionOptions = {}): Promise<Version> {
  const prefix = await git('rev-parse', '--show-prefix');
  const repository = await git('rev-parse', '--show-toplevel');
  const temporary = await mkdtemp(join(tmpdir(), 'choreography-diff-'));
  // Templates may go by the name of their folder.
  const folder = join(temporary, basename(repository));
  const leave = async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => {});
    await rm(temporary, { recursive: true, force: true });
  };
  const interrupted = () => void leave().finally(() => process.exit(130));
  process.once('SIGINT', interrupted);
  try {
    await git('worktree', 'add', '--quiet', '--detach', folder, commit);
    const project = join(folder, prefix);
    const packages = resolve('node_modules');
    if (existsSync(packages) && !existsSync(join(project, 'node_modules')))
      await linkPackages(packages, join(project, 'node_modules'), { here: repository, there: folder });
    const file = join(project, 'choreography.json');
    const settings = existsSync(file) ? file : 'choreography.json';
    const { allow } = readProjectSettings(settings);
    const same = samePath(project, options.counterpart);
    const { synth, path } = same === undefined ? projectTemplates(project, settings) : { synth: undefined, path: same };
    if (synth) await synthesize(synth, undefined, project).done;
    const stacks = await readSystem([path], options);
    await options.look?.(path, existsSync('choreography.json') ? '.' : project);
    return { stacks, allow };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`"${name}" cannot be synthesized. ${error.message.replaceAll(folder, name)}`);
  } finally {
    process.removeListener('SIGINT', interrupted);
    await leave();
  }
}

/** Where a path of the project here is in the commit's; undefined when that has none. */
function samePath(project: string, path: string | undefined): string | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const inside = relative('.', path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined;
  const there = join(project, inside);
  const isToSynthesize = ['cdk.json', 'choreography.json'].some((file) => existsSync(join(there, file)));
  return existsSync(there) && !isToSynthesize ? there : undefined;
}
