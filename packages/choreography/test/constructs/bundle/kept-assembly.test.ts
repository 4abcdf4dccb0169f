import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../../bin/choreography.mjs');
let project: string;
const path = (file: string) => join(project, file);
const write = (file: string, text: string) => {
  mkdirSync(dirname(path(file)), { recursive: true });
  writeFileSync(path(file), text);
};

beforeAll(() => {
  // Below this package, so that it has the packages of the workspace.
  mkdirSync(resolve('build'), { recursive: true });
  project = mkdtempSync(resolve('build/kept-assembly-'));
  write('cdk.json', '{ "app": "choreography synth" }');
  write('word.txt', 'one');
  write(
    'infra/app.ts',
    `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
     const word: string = readFileSync('word.txt', 'utf8');
     mkdirSync('cdk.out', { recursive: true });
     writeFileSync('cdk.out/App.template.json', JSON.stringify({ word, at: performance.timeOrigin }));
     if (word === 'odd') console.error('This word is odd.');
     if (word === 'busy') writeFileSync('noted.txt', word);`,
  );
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Whether the app was run by a synth that `start` begins. */
function synthRuns(environment: Record<string, string> = {}): boolean {
  const env = { ...process.env, CHOREOGRAPHY_KEPT_ASSEMBLY: 'true', ...environment };
  const said = execFileSync(process.execPath, [BIN, 'synth', 'infra/app.ts'], {
    cwd: project,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(said).toBe(
    said === '' ? '' : 'The templates are those of the last synth: nothing that they are made of has changed.\n',
  );
  return said === '';
}

it('A synth that start begins does nothing when nothing has changed, and is done again for each change', () => {
  expect(synthRuns()).toBe(true);
  expect(synthRuns()).toBe(false);
  write('word.txt', 'two');
  expect(synthRuns()).toBe(true);
  expect(readFileSync(path('cdk.out/App.template.json'), 'utf8')).toContain('"word":"two"');
  write('another.txt', '');
  expect(synthRuns()).toBe(true);
  rmSync(path('another.txt'));
  expect(synthRuns()).toBe(true);
  expect(synthRuns({ WORD: 'of the environment' })).toBe(true);
  expect(synthRuns({ WORD: 'of the environment' })).toBe(false);
}, 60_000);

it('What was written has to be as it was written', () => {
  synthRuns();
  expect(synthRuns()).toBe(false);
  utimesSync(path('cdk.out/App.template.json'), 1, 1);
  expect(synthRuns()).toBe(true);
  rmSync(path('cdk.out'), { recursive: true });
  expect(synthRuns()).toBe(true);
  expect(existsSync(path('cdk.out/App.template.json'))).toBe(true);
}, 60_000);

it('A synth that a person asks for, and one that has something to say, is done each time', () => {
  synthRuns();
  expect(synthRuns({ CHOREOGRAPHY_KEPT_ASSEMBLY: '' })).toBe(true);
  expect(synthRuns()).toBe(false);
  write('word.txt', 'odd');
  expect(synthRuns()).toBe(true);
  expect(synthRuns()).toBe(true);
}, 60_000);

it('What was made while a source changed is made again: either version may be in it', () => {
  write('word.txt', 'busy');
  expect(synthRuns()).toBe(true);
  expect(synthRuns()).toBe(true);
  write('word.txt', 'two');
  expect(synthRuns()).toBe(true);
  expect(synthRuns()).toBe(false);
}, 60_000);
