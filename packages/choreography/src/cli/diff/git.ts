import { execFile } from 'node:child_process';

/** What git says, without the last line break. Rejects with an Error that holds what it said on stderr. */
export const git = (...words: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('git', words, (error, stdout, stderr) =>
      error ? reject(new Error(stderr.trim() || error.message)) : resolve(stdout.trimEnd()),
    );
  });
