import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { root } from '../root.ts';
import { inputRecord, isUnchanged } from './input-record.ts';
import { inputsOf } from './inputs-of.ts';
import { writeWhole } from './write-whole.mjs';

/**
 * Makes the page of a job that serves one, `page.html` beside the job's bundle: `functions/PARTICIPANT/JOB/index.html` with its
 * script and its style in it, so that it asks nobody for anything. A job without such a folder has no page; a page of which
 * no input changed is left as it is.
 */
export function bundlePage(job: string, out: string): void {
  const shell = `functions/${job}/index.html`;
  if (!existsSync(resolve(root, shell))) return;
  const page = resolve(out, job, 'page.html');
  const record = resolve(out, `${job}.page.inputs.json`);
  if (isUnchanged(record, page)) return;
  const startedAt = new Date();
  const main = `functions/${job}/main.tsx`;
  const { outputFiles, metafile } = buildSync({ ...OPTIONS, entryPoints: [main], outdir: out });
  const made = (kind: 'js' | 'css') => outputFiles.find(({ path }) => path.endsWith(`.${kind}`))?.text.trim() ?? '';
  // By functions: text put in by a plain replacement would be searched for `$&`.
  const html = readFileSync(resolve(root, shell), 'utf8')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${made('css')}</style>`)
    .replace(/<script type="module"[^>]*>/, () => `<script type="module">${made('js')}`);
  writeWhole(page, html);
  writeWhole(record, inputRecord([shell, ...inputsOf(metafile, main)].sort(), startedAt));
}

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
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
