import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const cdkOut = mkdtempSync(join(tmpdir(), 'simulate-'));

beforeAll(async () => {
  const env = { ...process.env, CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false' };
  await promisify(execFile)(process.execPath, ['infra/synth.mjs'], { cwd: ROOT, env });
}, 120_000);

afterAll(() => rmSync(cdkOut, { recursive: true, force: true }));

interface Told {
  readonly seed: number;
  readonly deliveries: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly object[];
  readonly digest: string;
}

async function simulate(...options: readonly string[]): Promise<Told> {
  const bin = resolve(ROOT, 'packages/choreography/bin/choreography.mjs');
  const folder = ['--dir', cdkOut, '--instances', '2', '--minutes', '3', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'simulate', ...folder, ...options], {
    cwd: ROOT,
  });
  return JSON.parse(stdout);
}

it('gives the same world for the same seed in two processes, and another for another seed', {
  timeout: 240_000,
}, async () => {
  const [once, again, other] = await Promise.all([
    simulate('--seed', '7'),
    simulate('--seed', '7'),
    simulate('--seed', '8'),
  ]);
  expect(again).toEqual(once);
  expect(other.digest).not.toBe(once.digest);
  expect(once).toMatchObject({ seed: 7, violations: [] });
  expect(Object.keys(once.faults).length).toBeGreaterThan(3);
  expect(other.violations).toEqual([]);
});
