import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { median } from './median.ts';

export interface BundleFigures {
  readonly job: string;
  readonly kilobytes: number;
  /** Milliseconds to load the code in a fresh process. */
  readonly load: number;
}

const RUNS = 5;

/** Size and load time of every function's bundle. */
export async function measureBundles(say: (text: string) => void): Promise<BundleFigures[]> {
  say('bundles');
  const figures = bundles().map((file) => ({
    job: dirname(file).split('/').slice(-2).join('/'),
    kilobytes: statSync(file).size / 1024,
    load: median(Array.from({ length: RUNS }, () => loadTime(file))),
  }));
  for (const { job, kilobytes, load } of figures)
    say(`  ${job.padEnd(26)} ${kilobytes.toFixed(0).padStart(4)} KB  ${load.toFixed(0).padStart(4)} ms`);
  return figures;
}

const bundles = (): string[] =>
  readdirSync('build/functions', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.js'))
    .map((file) => resolve('build/functions', file))
    .sort();

/** As CommonJS and with its folder as Lambda has it, whatever stands above the folder here. */
function loadTime(file: string): number {
  const root = dirname(file);
  const script = `
    const Module = require('node:module');
    const began = performance.now();
    const bundle = Object.assign(new Module(${JSON.stringify(file)}), { filename: ${JSON.stringify(file)} });
    bundle._compile(require('node:fs').readFileSync(bundle.filename, 'utf8'), bundle.filename);
    console.log(performance.now() - began);`;
  const options = { cwd: root, env: { ...process.env, LAMBDA_TASK_ROOT: root }, encoding: 'utf8' } as const;
  return Number(execFileSync(process.execPath, ['--input-type=commonjs', '-e', script], options));
}
