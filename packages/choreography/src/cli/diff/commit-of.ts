import { git } from './git.ts';

/** The commit that a name such as `main` or `HEAD~1` stands for, as its hash; undefined when there is none. */
export const commitOf = (name: string): Promise<string | undefined> =>
  name.startsWith('-')
    ? Promise.resolve(undefined)
    : git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(() => undefined);
