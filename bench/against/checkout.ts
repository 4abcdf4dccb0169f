import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A version of this project, installed in a folder of its own. */
export interface Checkout {
  readonly name: string;
  readonly folder: string;
  /** The command `choreography` of this version. */
  readonly command: string;
}

/** This version as it is on the disk. */
export const today = (): Checkout => inFolder('today', resolve('.'));

/** The version of a commit: a worktree in `build/`, installed from its own lock file, and kept for the next time. */
export function checkOut(commit: string, say: (text: string) => void): Checkout {
  const hash = revision(commit);
  const folder = resolve('build', 'against', hash);
  if (!existsSync(folder)) {
    say(`${commit} is checked out in ${folder}`);
    execFileSync('git', ['worktree', 'prune']);
    execFileSync('git', ['worktree', 'add', '--quiet', '--detach', folder, hash]);
  }
  if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
    say('npm ci there');
    execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return inFolder(commit, folder);
}

function revision(commit: string): string {
  try {
    const options = ['rev-parse', '--verify', '--quiet', '--short=10', `${commit}^{commit}`];
    return execFileSync('git', options, { encoding: 'utf8' }).trim();
  } catch {
    throw new Error(`"${commit}" is no commit of this repository: name one after --against, such as HEAD~1.`);
  }
}

/** A file of a version, wherever that version has it. Throws with both places if it has neither. */
export function fileOf({ name, folder }: Pick<Checkout, 'name' | 'folder'>, ...places: string[]): string {
  const found = places.map((place) => join(folder, place)).find(existsSync);
  if (!found) throw new Error(`${name} has neither of ${places.join(', ')}: it cannot be compared with.`);
  return found;
}

const inFolder = (name: string, folder: string): Checkout => ({
  name,
  folder,
  command: fileOf({ name, folder }, 'packages/choreography/bin/choreography.mjs', 'bin/choreography.mjs'),
});
