import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, expect, it } from 'vitest';
import { splitLibrary } from '#simulation/functions/split-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'split-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIBRARY = 'node_modules/@smithy/clock/index.js';

/** Bundles files as functions are, and divides the bundle. */
function splitOf(files: Readonly<Record<string, string>>, minify = true) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, 'job.js')],
    ...{ bundle: true, platform: 'node', format: 'cjs', minify, sourcemap: 'external', write: false },
    outdir: folder,
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return splitLibrary(textOf('.js'), textOf('.map'));
}

it('divides a bundle into what is of libraries and what is of the function itself', () => {
  const split = splitOf({
    [LIBRARY]: 'export class Clock { now() { return "of the library"; } }',
    'job.js':
      'import { Clock } from "@smithy/clock"; const seen = []; export const handler = () => { seen.push("of the job"); return new Clock().now(); };',
  });
  expect(split?.library).toContain('of the library');
  expect(split?.library).not.toContain('of the job');
  expect(split?.own).toContain('of the job');
  expect(split?.own).not.toContain('of the library');
  expect(split?.own).toContain('module.exports');
});

it('counts what an unknown package keeps as the function’s own', () => {
  const split = splitOf({
    'node_modules/cache/index.js':
      'const kept = new Map(); export const keep = (key) => kept.set(key, "kept by a package");',
    [LIBRARY]: 'export const ticks = () => "of the library";',
    'job.js':
      'import { keep } from "cache"; import { ticks } from "@smithy/clock"; export const handler = () => keep(ticks());',
  });
  expect(split?.own).toContain('kept by a package');
  expect(split?.library).toContain('of the library');
});

it('counts a library that knows the function’s own code as the function’s own', () => {
  const split = splitOf({
    [LIBRARY]:
      'import { now } from "../../../own.js"; export const ticks = () => "ticks of " + now(); export function pure() { return "pure"; }',
    'own.js': 'let count = 0; export const now = () => ++count;',
    'job.js': 'import { ticks, pure } from "@smithy/clock"; export const handler = () => [ticks(), pure()];',
  });
  expect(split?.own).toContain('ticks of');
  expect(split?.library).toContain('pure');
});

it('divides nothing where no library is', () => {
  expect(splitOf({ 'job.js': 'module.exports.handler = () => 1;' }, false)).toBeUndefined();
});
