import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';

const choreography = (...words: string[]) =>
  promisify(execFile)(process.execPath, ['packages/choreography/bin/choreography.mjs', ...words], {
    cwd: projectRoot,
  }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: String(stderr) }),
  );

it('A stage runs to the end of its sample order, with functions that are isolated', { timeout: 180_000 }, async () => {
  const { code, text } = await choreography('start', '-c', 'stage=dev', '--isolate', '--once', '--port', '0');
  expect([code, text]).toEqual([0, expect.stringContaining('Every step of order o-1001 is done')]);
  expect(readdirSync(resolve(projectRoot, 'build/cdk.out-stage-dev'))).toContain(
    'Choreography-dev-Monitor.template.json',
  );
});

it.each([
  [
    ['start', '--host', 'a b'],
    'A host is a name or an address, perhaps with a port: devbox, [fd00::7] or devbox:8080.',
  ],
  [['start', '-c', 'stage'], 'A context is given as NAME=VALUE.'],
  [['start', '--dir', '.', '-c', 'stage=dev'], '-c is for the synth, and --dir runs templates that are made already'],
])('%j is answered by a sentence', { timeout: 60_000 }, async (words, sentence) => {
  expect(await choreography(...words)).toEqual({ code: 1, text: expect.stringContaining(sentence) });
});
