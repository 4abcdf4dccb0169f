import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleOf } from '#constructs/bundle/bundle-functions.ts';

/** Makes the bundle of a job from its module's text, which imports as a file of this folder does, where its stack finds it. */
export function bundleJob(participant: string, job: string, contents: string): void {
  const outfile = join(bundleOf(participant, job), 'index.js');
  mkdirSync(dirname(outfile), { recursive: true });
  buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    ...{ bundle: true, platform: 'node', format: 'cjs', conditions: ['@choreography/source', 'module'], outfile },
  });
}
