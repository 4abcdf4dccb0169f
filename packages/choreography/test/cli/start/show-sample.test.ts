import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plain } from '#cli/program/paint.ts';
import { showSample } from '#cli/start/show-sample.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

const GATHERS_MS = 400;

/** A monitor that tells of a loan when the clock has gone on since it was first asked. */
const code = `let first;
exports.handler = async ({ rawPath }) => {
  first ??= Date.now();
  const steps = [{ name: 'lent', state: 'done', event: 'Lent', at: new Date(first).toISOString() }];
  const view = { process: 'loan', key: 'l-1', state: 'completed', words: { one: 'loan' }, steps, failures: [], events: [], cursor: null };
  const body = rawPath === '/instances' ? { instances: [{ process: 'loan' }] } : view;
  return Date.now() - first < ${GATHERS_MS} ? { statusCode: 404, body: '{}' } : { statusCode: 200, body: JSON.stringify(body) };
};`;

let given: Awaited<ReturnType<typeof aRuntime>>;
let folder: string;
beforeAll(async () => {
  folder = anAssembly({ Slow: aFunction('slow'), Quick: aFunction('quick') }, { slow: code, quick: code });
  given = await aRuntime(folder);
});
afterAll(() => given.runtime.stop());

async function show(monitor: string, entries: object[], isHurried = false): Promise<string> {
  const file = join(folder, `${monitor}.json`);
  writeFileSync(file, JSON.stringify(entries));
  const lines: string[] = [];
  const settings = { sample: { entries: [file], key: 'l-1' }, monitor: { function: monitor, page: 'page' } };
  const signal = new AbortController().signal;
  const problem = await showSample(settings, given.runtime, plain, signal, (line) => lines.push(line), isHurried);
  return [...lines, ...(problem ? [problem] : [])].join('\n');
}

const lent = [{ Source: 'library.lending', DetailType: 'Lent', Detail: '{}' }];

test('A sample is followed by the time that passes; what runs once moves the clock on', async () => {
  expect(await show('slow', lent)).toMatch(
    /The sample l-1 is on the bus\.\n {2}✓ lent .*\nEvery step of loan l-1 is done/,
  );
  expect(given.runtime.clock.setting.ahead).toBe(0);
  expect(await show('quick', lent, true)).toMatch(/Every step of loan l-1 is done, \d{3,} ms after it was put\.$/);
  expect(given.runtime.clock.setting.ahead).toBeGreaterThan(100);
});

test('What the bus refuses of a sample is said with its file', async () => {
  await expect(show('refused', [{ Source: 'aws.lending', DetailType: 'Lent', Detail: '{}' }])).rejects.toThrow(
    /^The bus did not take .*refused\.json: NotAuthorizedForSourceException: /,
  );
  await expect(show('wrong', [{ Source: 7 }])).rejects.toThrow(/^The bus did not take .*wrong\.json: \w+: /);
});
