import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readySynth } from '#cli/start/ready-synth.ts';

const CONSTRUCTS = resolve(import.meta.dirname, '../../../src/constructs/bundle');
const BIN = resolve(import.meta.dirname, '../../../bin/choreography.mjs');
const ended = new AbortController();
let project: string;
const path = (file: string) => join(project, file);
const write = (file: string, text: string) => {
  mkdirSync(dirname(path(file)), { recursive: true });
  writeFileSync(path(file), text);
};
const bundle = (job: string) => readFileSync(path(`build/functions/shop/${job}/index.js`), 'utf8');

/** Bundles two jobs, and writes down which were out of date when it was asked to. */
const app = (jobs: string) => `import { appendFileSync } from 'node:fs';
import { bundleFunctions, isStale } from '${relative(path('infra'), CONSTRUCTS)}/bundle-functions.ts';
const jobs = ${jobs};
appendFileSync('stale', JSON.stringify(Object.keys(jobs).filter((job) => isStale('shop/' + job))) + '\\n');
bundleFunctions([{ name: 'shop', jobs }] as never);
`;

beforeAll(() => {
  // Below this package, so that it has the packages of the workspace.
  mkdirSync(resolve('build'), { recursive: true });
  project = mkdtempSync(resolve('build/rebundle-'));
  write('cdk.json', '{ "app": "choreography synth" }');
  write('functions/shop/word.ts', "export const word = 'one';");
  for (const job of ['greet', 'part'])
    write(
      `functions/shop/${job}.ts`,
      `import { word } from './word.ts';\nexport const handler = () => '${job} ' + word;`,
    );
  write('infra/app.ts', app('{ greet: {}, part: {} }'));
  write(
    'synth.mjs',
    `process.chdir(${JSON.stringify(project)}); process.argv.splice(2, 9, 'synth', 'infra/app.ts'); await import(${JSON.stringify(BIN)});`,
  );
});
afterAll(() => {
  ended.abort();
  rmSync(project, { recursive: true, force: true });
});

it('Bundles that are out of date are made before the app asks for them, as the app makes them; what cannot be is said by the app', async () => {
  const command = [process.execPath, path('synth.mjs')];
  const synths = readySynth({ command, environment: {}, watch: [] }, ended.signal);
  const run = async () => {
    const end = await synths.run().ended;
    return { ...end, stale: readFileSync(path('stale'), 'utf8').trim().split('\n').at(-1) };
  };
  await run();
  expect(bundle('greet')).toContain('greet one');
  write('functions/shop/word.ts', "export const word = 'two';");
  expect(await run()).toMatchObject({ failure: undefined, stale: '[]' });
  expect(bundle('part')).toContain('part two');
  write('functions/shop/greet.ts', "export const handler = () => 'hello';");
  expect(await run()).toMatchObject({ failure: undefined, stale: '[]' });
  const made = [bundle('greet'), bundle('part')];
  rmSync(path('build/functions'), { recursive: true });
  expect(await run()).toMatchObject({ failure: undefined, stale: '["greet","part"]' });
  expect([bundle('greet'), bundle('part')]).toEqual(made);
  write('functions/shop/greet.ts', "export const handler = () => 'hello;");
  expect(await run()).toMatchObject({ failure: 'exit code 1', errors: expect.stringContaining('shop/greet.ts:1:36') });
  rmSync(path('functions/shop/greet.ts'));
  write('infra/app.ts', app('{ part: {} }'));
  expect(await run()).toMatchObject({ failure: undefined, errors: '', stale: '[]' });
}, 90_000);
