import { resolve } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { conditions, packageFile, projectRoot } from '#constructs/project-root.ts';
import type { Participant } from '#contracts/define-participant.ts';
import { bundlePage } from './bundle-page.ts';
import { entryPoint } from './entry-point.ts';
import { inputRecord, isUnchanged, READABLE } from './input-record.ts';
import { EVENT_STREAMS, inputsOf, usesEventStreams } from './inputs-of.ts';
import { writeSourceMap } from './write-source-map.ts';
import { writeWhole } from './write-whole.mjs';

/** Where the stacks find the bundles. */
const OUT = resolve(projectRoot, 'build/functions');

/** The folder that holds the bundle of a job: `index.js`, which exports `handler`. */
export const bundleOf = (participant: string, job: string, out = OUT): string => resolve(out, participant, job);

/**
 * Bundles every job of some participants, each into one file with all that it needs, and the pages that jobs serve. A bundle depends on the job's own
 * imports alone, so another participant, or an event that it doesn't import, never changes it. A bundle whose
 * inputs have not changed is not made again. Each bundle has its source map beside it. Without the SDK's event streams, but for those whose clients use them.
 */
export function bundleFunctions(participants: readonly Participant[], out = OUT): void {
  const all = participants.flatMap(({ name, jobs }) => Object.keys(jobs).map((job) => `${name}/${job}`));
  for (const job of all) bundlePage(job, out);
  const stale = all.filter((job) => !isUnchanged(recordOf(out, job), resolve(out, job, 'index.js')));
  if (stale.length === 0) return;
  const startedAt = new Date();
  const sources = new Map(stale.map((job) => [job, entryPoint(job)]));
  const write = (jobs: readonly string[], { outputFiles, metafile }: Built) => {
    const contentsOf = (path: string) => outputFiles.find((file) => file.path === path)?.contents ?? new Uint8Array();
    for (const job of jobs) {
      const bundle = resolve(out, job, 'index.js');
      writeSourceMap(resolve(out, '../source-maps'), job, contentsOf(bundle), contentsOf(`${bundle}.map`));
      writeWhole(bundle, contentsOf(bundle));
      writeWhole(recordOf(out, job), inputRecord(inputsOf(metafile, sources.get(job) ?? ''), startedAt));
    }
  };
  const entryPoints = (jobs: readonly string[]) =>
    Object.fromEntries(jobs.map((job) => [`${job}/index`, sources.get(job) ?? '']));
  const built = buildSync({ ...OPTIONS, entryPoints: entryPoints(stale), outdir: out });
  const streaming = stale.filter((job) => usesEventStreams(built.metafile, sources.get(job) ?? ''));
  write(
    stale.filter((job) => !streaming.includes(job)),
    built,
  );
  if (streaming.length === 0) return;
  const { [EVENT_STREAMS]: _, ...alias } = OPTIONS.alias;
  write(streaming, buildSync({ ...OPTIONS, alias, entryPoints: entryPoints(streaming), outdir: out }));
}

type Built = BuildResult<{ write: false; metafile: true }>;

const OPTIONS = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The local runtime runs the same bundles on Node 20.
  target: 'node20',
  conditions: [...conditions],
  mainFields: ['module', 'main'],
  // For a debugger, whose variables have their names.
  minify: !READABLE,
  sourcemap: 'external',
  sourcesContent: false,
  // The maps are in one folder, two above which all bundles are equally deep.
  sourceRoot: '../functions/participant/job/',
  define: { CHOREOGRAPHY_BUNDLE: 'true' },
  // Code that imports nothing while it runs can be kept as V8 has compiled it: the local runtime does.
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  logLevel: 'warning',
  alias: {
    '@aws-sdk/credential-provider-node': packageFile('constructs/bundle/environment-credentials'),
    '@aws-sdk/endpoint-cache': packageFile('constructs/bundle/endpoint-cache'),
    [EVENT_STREAMS]: packageFile('constructs/bundle/no-event-streams'),
  },
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/** Beside the bundle's folder, which holds nothing but what is deployed. */
const recordOf = (out: string, job: string): string => resolve(out, `${job}.inputs.json`);
