import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from 'choreography/constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { participants } from '../../infra/choreography.ts';

const out = mkdtempSync(join(tmpdir(), 'choreography-bundles-'));
afterAll(() => rmSync(out, { recursive: true }));

const everybody = participants.map(({ participant }) => participant);
const jobs = everybody.flatMap(({ name, jobs: declared }) =>
  Object.keys(declared).map((job) => ({ participant: name, job })),
);
const fileOf = (participant: string, job: string, folder = out) => join(folder, participant, job, 'index.js');

beforeAll(() => bundleFunctions(everybody, out));

describe('A bundle', () => {
  test.each(jobs)('$participant/$job is at most 450 KB', ({ participant, job }) => {
    expect(statSync(fileOf(participant, job)).size).toBeLessThanOrEqual(450_000);
  });

  test.each(jobs)('$participant/$job loads by itself and exports its handler', ({ participant, job }) => {
    const alone = createRequire(join(out, 'somewhere.js'));
    expect(typeof alone(fileOf(participant, job)).handler).toBe('function');
  });

  test.each(everybody)('of $name is the same, byte for byte, when nobody else is there', (participant) => {
    const alone = mkdtempSync(join(out, 'alone-'));
    bundleFunctions([participant], alone);
    for (const job of Object.keys(participant.jobs)) {
      const same = readFileSync(fileOf(participant.name, job)).equals(
        readFileSync(fileOf(participant.name, job, alone)),
      );
      expect(`${job}: ${same ? 'the same' : 'another'}`).toBe(`${job}: the same`);
    }
  });

  test('is made from the events that its job knows, not from the glossary of all', () => {
    const made = jobs.map(({ participant, job }) => Object.keys(recordOf(participant, job).inputs));
    expect(made.filter((inputs) => inputs.includes('events/glossary.ts'))).toEqual([]);
    expect(Object.keys(recordOf('warehouse', 'receive-stock').inputs)).not.toContain('events/points-awarded.ts');
  });
});

describe('Bundling again', () => {
  const bundle = () => fileOf('warehouse', 'receive-stock');
  const record = () => join(out, 'warehouse/receive-stock.inputs.json');
  const made = new Date(0);

  test('leaves a bundle alone when none of its files changed', () => {
    utimesSync(bundle(), made, made);
    bundleFunctions(everybody, out);
    expect(statSync(bundle()).mtime).toEqual(made);
  });

  test.each([
    ['a file of it changed', { 'events/stock-received.ts': '1 1' }],
    ['a file of it is gone', { 'events/gone.ts': '1 1' }],
  ])('makes it again when %s', (_, inputs) => {
    utimesSync(bundle(), made, made);
    const before = recordOf('warehouse', 'receive-stock');
    writeFileSync(record(), JSON.stringify({ ...before, inputs: { ...before.inputs, ...inputs } }));
    bundleFunctions(everybody, out);
    expect(statSync(bundle()).mtime).not.toEqual(made);
  });

  test('makes it again when it was deleted', () => {
    rmSync(bundle());
    bundleFunctions(everybody, out);
    expect(statSync(bundle()).size).toBeGreaterThan(0);
  });
});

function recordOf(participant: string, job: string): { surroundings: string; inputs: Record<string, string> } {
  return JSON.parse(readFileSync(join(out, participant, `${job}.inputs.json`), 'utf8'));
}
