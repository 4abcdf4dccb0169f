import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readySynth } from '#cli/start/ready-synth.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/choreography.mjs');
let project: string;
let ended: AbortController;
const path = (file: string) => join(project, file);
const write = (file: string, text: string) => {
  mkdirSync(dirname(path(file)), { recursive: true });
  writeFileSync(path(file), text);
};
const read = (file: string) => readFileSync(path(file), 'utf8');

/** An app that says in which process it ran, and does so after a moment, as one does that asks something first. */
const APP = `import { appendFileSync, readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import { word } from './word.ts';
if (word === 'thrown') throw new Error('This word cannot be used.');
if (word === 'refused') { console.error('This word is refused.'); process.exitCode = 1; }
const before = process.env.LEFT ?? 'nothing';
process.env.LEFT = word;
process.once('beforeExit', () => appendFileSync('runs', \`\${process.pid} \${word} after \${before}\\n\`));
setTimeout(() => { console.log(word); new App().synth(); }, 20);
`;

beforeEach(() => {
  // Below this package, so that it has the packages of the workspace.
  mkdirSync(resolve('build'), { recursive: true });
  project = mkdtempSync(resolve('build/ready-synth-'));
  ended = new AbortController();
  write('cdk.json', '{ "app": "choreography synth" }');
  write('infra/app.ts', APP);
});
afterEach(() => {
  ended.abort();
  rmSync(project, { recursive: true, force: true });
});

const spawned = () => {
  // In the project's folder, which is not that of this process.
  write(
    'synth.mjs',
    `process.chdir(${JSON.stringify(project)}); process.argv.splice(2, 9, 'synth', 'infra/app.ts'); await import(${JSON.stringify(BIN)});`,
  );
  return readySynth({ command: [process.execPath, path('synth.mjs')], environment: {}, watch: [] }, ended.signal);
};
const runs = () => {
  try {
    return read('runs').trim().split('\n');
  } catch {
    return [];
  }
};
const processOf = (line = '') => line.split(' ')[0];

describe('an app that is run again and again', () => {
  it('has one process, in which each run begins as the first did and goes on until nothing is under way', async () => {
    write('infra/word.ts', "export const word: string = 'one';");
    const synths = spawned();
    await synths.run().ended;
    write('infra/word.ts', "export const word: string = 'two';");
    expect(await synths.run().ended).toMatchObject({ failure: undefined, errors: '' });
    write('infra/word.ts', "export const word: string = 'three';");
    expect(await synths.run().ended).toMatchObject({ failure: undefined, errors: '' });
    const lines = runs().slice(-2);
    expect(lines.map((line) => line.replace(/^\d+ /, ''))).toEqual(['two after nothing', 'three after nothing']);
    expect(processOf(lines[0])).toBe(processOf(lines[1]));
  }, 60_000);

  it('is made anew only when something of its own has changed, and has what contracts are written with from outside', async () => {
    write('infra/word.ts', "import { z } from 'zod';\nexport const word = z.string().parse('one');");
    write('functions/job.ts', 'export {};');
    const synths = spawned();
    const made = () => statSync(path('build/infra/app.mjs')).mtimeMs;
    const isMadeAnew = async () => {
      const before = made();
      expect(await synths.run().ended).toMatchObject({ failure: undefined, errors: '' });
      return made() > before;
    };
    await synths.run().ended;
    expect(read('build/infra/app.mjs')).toMatch(/from "file:.*\/node_modules\/zod\//);
    // What the first runs write into the project's folder, and what is as new as the run, may be a change.
    await vi.waitFor(async () => expect(await isMadeAnew()).toBe(false), { timeout: 20_000 });
    write('functions/job.ts', 'export const job = 1;');
    expect(await isMadeAnew()).toBe(false);
    write('infra/word.ts', "export { two as word } from './two.ts';");
    write('infra/two.ts', "export const two: string = 'two';");
    expect(await isMadeAnew()).toBe(true);
    expect(runs().at(-1)).toMatch(/two after nothing$/);
    await vi.waitFor(async () => expect(await isMadeAnew()).toBe(false), { timeout: 20_000 });
    write('tsconfig.json', '{}');
    expect(await isMadeAnew()).toBe(true);
  }, 60_000);

  it('tells what is wrong each time, and is right again when it is mended', async () => {
    write('infra/word.ts', "export const word: string = 'one';");
    const synths = spawned();
    await synths.run().ended;
    write('infra/word.ts', 'export const word: string = ;');
    expect(await synths.run().ended).toMatchObject({
      failure: 'exit code 1',
      errors: expect.stringContaining('infra/word.ts:1:28'),
    });
    write('infra/word.ts', "export const word: string = 'thrown';");
    expect(await synths.run().ended).toMatchObject({
      failure: 'exit code 1',
      errors: expect.stringContaining('This word cannot be used.'),
    });
    write('infra/word.ts', "export const word: string = 'refused';");
    expect(await synths.run().ended).toMatchObject({
      failure: 'exit code 1',
      errors: expect.stringContaining('This word is refused.'),
    });
    write('infra/word.ts', "export const word: string = 'two';");
    expect(await synths.run().ended).toMatchObject({ failure: undefined, errors: '' });
    expect(runs().at(-1)).toMatch(/two after nothing$/);
  }, 60_000);

  it('runs what changed last when it is called while it runs', async () => {
    write('infra/word.ts', "export const word: string = 'one';");
    const synths = spawned();
    await synths.run().ended;
    const before = synths.run();
    write('infra/word.ts', "export const word: string = 'two';");
    before.stop();
    const skipped = synths.run();
    skipped.stop();
    expect(await synths.run().ended).toMatchObject({ failure: undefined });
    expect(runs().at(-1)).toMatch(/two after nothing$/);
    const began = processOf(runs().at(-1));
    expect(await synths.run().ended).toMatchObject({ failure: undefined });
    expect(processOf(runs().at(-1))).toBe(began);
  }, 60_000);
});
