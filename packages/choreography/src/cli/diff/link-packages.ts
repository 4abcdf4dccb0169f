import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The same repository twice: as it is here, and as it is in a commit's worktree. */
interface Repositories {
  readonly here: string;
  readonly there: string;
}

/**
 * Makes a folder of packages for a commit's worktree, of links to what is installed here. A workspace, which is installed as a link into
 * the repository, is that of the commit, unless it would have to be built there first.
 */
export async function linkPackages(installed: string, made: string, repositories: Repositories): Promise<void> {
  await mkdir(made);
  for (const entry of await readdir(installed, { withFileTypes: true })) {
    const [from, to] = [join(installed, entry.name), join(made, entry.name)];
    if (entry.name.startsWith('@') && entry.isDirectory()) await linkPackages(from, to, repositories);
    else await symlink((entry.isSymbolicLink() && (await workspaceOf(from, repositories))) || from, to);
  }
}

/** The commit's workspace that a link leads to; undefined if it leads to none that can be used as it is. */
async function workspaceOf(link: string, { here, there }: Repositories): Promise<string | undefined> {
  const inside = relative(await realpath(here), await realpath(link));
  const isOutside = inside === '' || inside.startsWith('..') || inside.split(sep).includes('node_modules');
  const workspace = join(there, inside);
  return !isOutside && isUsable(workspace) ? workspace : undefined;
}

/** Whether one of the modules that a package exports is there: what has to be built is in no commit. */
function isUsable(workspace: string): boolean {
  const file = join(workspace, 'package.json');
  if (!existsSync(file)) return false;
  const { main = './index.js', exports = main } = JSON.parse(readFileSync(file, 'utf8'));
  return textsIn(exports).some((path) => /\.[cm]?[jt]sx?$/.test(path) && existsSync(join(workspace, path)));
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(textsIn);
