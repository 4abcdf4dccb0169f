import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { conditions, projectRoot } from '#constructs/project-root.ts';
import { inputsOf } from './inputs-of.ts';

/** A page that was made. Paths are relative to the root. */
interface MadePage {
  readonly html: string;
  /** The files of ours that it was made from. */
  readonly inputs: string[];
  /** The folders of others' packages of which something is in it. */
  readonly packages: string[];
}

/** Makes a page from its folder: `index.html` with its script and its style in it. */
export function makePage(folder: string): MadePage {
  const shell = relative(projectRoot, resolve(folder, 'index.html'));
  const main = relative(projectRoot, resolve(folder, 'main.tsx'));
  // It is not written there: esbuild names its outputs so.
  const { outputFiles, metafile } = buildSync({ ...OPTIONS, entryPoints: [main], outdir: folder });
  const made = (kind: 'js' | 'css') => outputFiles.find(({ path }) => path.endsWith(`.${kind}`))?.text.trim() ?? '';
  // By functions: text put in by a plain replacement would be searched for `$&`.
  const html = readFileSync(resolve(projectRoot, shell), 'utf8')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${made('css')}</style>`)
    .replace(/<script type="module"[^>]*>/, () => `<script type="module">${made('js')}`);
  const packages = Object.keys(metafile.inputs).flatMap((file) => PACKAGE.exec(file)?.[0] ?? []);
  return { html, inputs: [shell, ...inputsOf(metafile, main)].sort(), packages: [...new Set(packages)].sort() };
}

/** The folder of a package, in the path of one of its files. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

const OPTIONS = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'browser',
  conditions: [...conditions],
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
