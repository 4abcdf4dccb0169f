import { existsSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSystem } from '#cli/map/read-system.ts';
import { readProjectSettings } from '#cli/settings.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import type { Side } from '#diff/side.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { git } from './git.ts';
import type { SideOptions } from './read-side.ts';

/**
 * Synthesizes a commit in a git worktree of its own, in the temporary folder, with its own choreography.json and the
 * packages that are installed here. Nothing of it is left afterwards, also when it is interrupted.
 */
export async function synthesizeCommit(name: string, commit: string, options: SideOptions = {}): Promise<Side> {
  const prefix = await git('rev-parse', '--show-prefix');
  const folder = await mkdtemp(join(tmpdir(), 'choreography-diff-'));
  const leave = async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => rm(folder, { recursive: true, force: true }));
  };
  const interrupted = () => void leave().finally(() => process.exit(130));
  process.once('SIGINT', interrupted);
  try {
    await git('worktree', 'add', '--quiet', '--detach', folder, commit);
    const project = join(folder, prefix);
    const packages = resolve('node_modules');
    if (existsSync(packages) && !existsSync(join(project, 'node_modules')))
      symlinkSync(packages, join(project, 'node_modules'));
    const file = join(project, 'choreography.json');
    const { synth, allow } = readProjectSettings(existsSync(file) ? file : undefined);
    await synthesize(synth, undefined, project).done;
    const stacks = await readSystem([join(project, 'cdk.out')], options);
    return { graph: graphOf(stacks, options.parameter), allow };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${name} cannot be synthesized. ${error.message.replaceAll(folder, name)}`);
  } finally {
    process.removeListener('SIGINT', interrupted);
    await leave();
  }
}
