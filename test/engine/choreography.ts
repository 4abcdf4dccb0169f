import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';

/** What a command printed, and its exit code. */
export interface Answer {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

/** Runs `npx choreography …` in a folder: in the project's, if no other is given. */
export const choreography = (words: readonly string[], cwd = projectRoot): Promise<Answer> =>
  new Promise((done) => {
    const command = [resolve(projectRoot, 'node_modules/.bin/choreography'), ...words];
    const child = execFile(process.execPath, command, { cwd, maxBuffer: 2 ** 26 }, (_, out, err) =>
      done({ out, err, exitCode: child.exitCode ?? 1 }),
    );
  });
