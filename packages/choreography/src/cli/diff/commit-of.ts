import { git } from './git.ts';

/** The hash of the commit that a name such as `main` or `HEAD~1` refers to; undefined if there is none. */
export const commitOf = (name: string): Promise<string | undefined> =>
  name.startsWith('-')
    ? Promise.resolve(undefined)
    : git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).catch(() => undefined);
