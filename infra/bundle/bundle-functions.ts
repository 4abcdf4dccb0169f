import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Participant } from '../../functions/job/define-participant.ts';
import { root } from '../root.ts';

const OUT = resolve(root, 'build/functions');

/** The folder that holds the bundle of a job: `index.js`, with a `handler`. */
export const bundleOf = (participant: string, job: string): string => resolve(OUT, participant, job);

export function bundleFunctions(participants: readonly Participant[]): void {
  const entryPoints = Object.fromEntries(
    participants.flatMap(({ name, jobs }) =>
      Object.keys(jobs).map((job) => [`${name}/${job}/index`, `functions/${name}/${job}.ts`]),
    ),
  );
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints,
    outdir: OUT,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    alias: { '@aws-sdk/credential-provider-node': resolve(import.meta.dirname, 'environment-credentials.ts') },
  });
  for (const { path, contents } of outputFiles)
    writeFileSync((mkdirSync(dirname(path), { recursive: true }), path), contents);
}
