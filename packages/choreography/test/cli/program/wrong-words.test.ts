import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../../bin/choreography.mjs');

it.each([
  [
    ['map', '--dir', 'templates'],
    "Unknown option '--dir': templates are given by their path alone, as in choreography map PATH.",
  ],
  [['start', 'templates'], "'start' takes its templates by an option: start --dir PATH."],
  [['mpa'], "Unknown command 'mpa': did you mean map?"],
])('%j is answered with a sentence that says how it is written', (words, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [BIN, ...words], { encoding: 'utf8' });
  expect([status, stderr.split('\n')[0]]).toEqual([1, sentence]);
});
