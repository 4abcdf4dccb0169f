import { resolve } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { conditions, packageFile, projectRoot } from '#constructs/project-root.ts';
import type { Participant } from '#contracts/define-participant.ts';
import { bundlePage } from './bundle-page.ts';
import { entryPoint } from './entry-point.ts';
import { inputRecord, isUnchanged, READABLE } from './input-record.ts';
import { EVENT_STREAMS, inputsOf, usesEventStreams } from './inputs-of.ts';
import { namesIn } from './names-in.ts';
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
  const stale = all.filter((job) => isStale(job, out));
  if (stale.length === 0) return;
  const startedAt = new Date();
  const built = buildSync(optionsOf(stale, out));
  const streaming = write(stale, built, startedAt, out);
  if (streaming.length === 0) return;
  const { [EVENT_STREAMS]: _, ...alias } = OPTIONS.alias;
  writeAll(streaming, buildSync({ ...optionsOf(streaming, out), alias }), startedAt, out);
}

/** Whether the bundle of a job has to be made, since something has changed that it is made from. */
export const isStale = (job: string, out = OUT): boolean =>
  !isUnchanged(recordOf(out, job), resolve(out, job, 'index.js'));

/** How some jobs are bundled, each into a file of its own. */
export const optionsOf = (jobs: readonly string[], out = OUT) => ({
  ...OPTIONS,
  entryPoints: Object.fromEntries(jobs.map((job) => [`${job}/index`, entryPoint(job)])),
  outdir: out,
});

/** Writes the bundles that were built by `optionsOf`. Returns the jobs which need the SDK's event streams: theirs are not written. */
export function write(jobs: readonly string[], built: Built, startedAt: Date, out = OUT): string[] {
  const streaming = jobs.filter((job) => usesEventStreams(built.metafile, entryPoint(job)));
  writeAll(
    jobs.filter((job) => !streaming.includes(job)),
    built,
    startedAt,
    out,
  );
  return streaming;
}

function writeAll(jobs: readonly string[], { outputFiles, metafile }: Built, startedAt: Date, out: string): void {
  const contentsOf = (path: string) => outputFiles.find((file) => file.path === path)?.contents ?? new Uint8Array();
  for (const job of jobs) {
    const bundle = resolve(out, job, 'index.js');
    writeSourceMap(resolve(out, '../source-maps'), job, contentsOf(bundle), contentsOf(`${bundle}.map`));
    writeWhole(bundle, contentsOf(bundle));
    writeWhole(recordOf(out, job), inputRecord(inputsOf(metafile, entryPoint(job)), startedAt));
  }
}

/** The jobs that were bundled before. */
export const bundledJobs = (out = OUT): string[] =>
  namesIn(out).flatMap((participant) =>
    namesIn(resolve(out, participant)).flatMap((name) => {
      const [, job] = /^([^.]+)\.inputs\.json$/.exec(name) ?? [];
      return job === undefined ? [] : [`${participant}/${job}`];
    }),
  );

export type Built = BuildResult<{ write: false; metafile: true }>;

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
