import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { packageFile, projectRoot } from '#constructs/project-root.ts';
import { inputRecord, isUnchanged } from './input-record.ts';
import { inputsOf } from './inputs-of.ts';
import { writeWhole } from './write-whole.mjs';

/**
 * Makes the page of a job that serves one, `page.html` beside the job's bundle: `functions/PARTICIPANT/JOB/index.html` with its
 * script and its style in it, so that it asks nobody for anything. A job without such a folder has no page; a page of which
 * no input changed is left as it is.
 */
export function bundlePage(job: string, out: string): void {
  const folder = pageFolder(job);
  if (folder === undefined) return;
  const shell = relative(projectRoot, resolve(folder, 'index.html'));
  const page = resolve(out, job, 'page.html');
  const record = resolve(out, `${job}.page.inputs.json`);
  if (isUnchanged(record, page)) return;
  const startedAt = new Date();
  const main = relative(projectRoot, resolve(folder, 'main.tsx'));
  const { outputFiles, metafile } = buildSync({ ...OPTIONS, entryPoints: [main], outdir: out });
  const made = (kind: 'js' | 'css') => outputFiles.find(({ path }) => path.endsWith(`.${kind}`))?.text.trim() ?? '';
  // By functions: text put in by a plain replacement would be searched for `$&`.
  const html = readFileSync(resolve(projectRoot, shell), 'utf8')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${made('css')}</style>`)
    .replace(/<script type="module"[^>]*>/, () => `<script type="module">${made('js')}`);
  writeWhole(page, html);
  writeWhole(record, inputRecord([shell, ...inputsOf(metafile, main)].sort(), startedAt));
}

/** The folder of the page that a job serves: its own, or for the monitor that of this package; undefined if it has none. */
function pageFolder(job: string): string | undefined {
  const own = resolve(projectRoot, 'functions', job);
  if (existsSync(resolve(own, 'index.html'))) return own;
  return job === 'monitor/page' ? resolve(dirname(packageFile('monitor/page')), 'page') : undefined;
}

const OPTIONS = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'browser',
  conditions: ['@choreography/source', 'module'],
  format: 'esm',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.woff2': 'dataurl' },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
} as const satisfies BuildOptions;
