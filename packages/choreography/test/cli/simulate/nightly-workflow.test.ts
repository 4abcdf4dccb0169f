import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const { jobs } = parse(readFileSync(join(import.meta.dirname, '../../../../../docs/simulation.yml'), 'utf8')) as {
  readonly jobs: { readonly simulation: { readonly steps: readonly Step[] } };
};
const work = mkdtempSync(join(tmpdir(), 'nightly-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Puts a program on the path that writes down its arguments, and prints something. */
function program(name: string, printed: string, code: number): void {
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(work, `${name}-arguments`)}'\ncat <<'END'\n${printed}\nEND\nexit ${code}\n`;
  writeFileSync(join(work, name), script);
  chmodSync(join(work, name), 0o755);
}

/** Runs a step of the workflow as GitHub's runner does where a shell is named: it fails when any part of a pipe fails. */
function run(name: string): number | null {
  const script = jobs.simulation.steps.find((step) => step.name === name)?.run ?? 'exit 99';
  const env = { PATH: `${work}${delimiter}${process.env.PATH}`, GITHUB_RUN_NUMBER: '3' };
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: work, env }).status;
}

const argumentsOf = (name: string): string[] =>
  readFileSync(join(work, `${name}-arguments`), 'utf8')
    .trimEnd()
    .split('\n');

it('simulates seeds that no night before has, and opens an issue with what the first violation prints', () => {
  const printed = 'Seed 1502 violates: each loan is returned or lost, never both.\n  loan3: it is neither';
  program('npx', printed, 1);
  program('gh', '', 0);
  expect(run('Seeds that were never simulated before')).toBe(1);
  expect(argumentsOf('npx')).toEqual(['choreography', 'simulate', '--seeds', '1500-1999']);
  expect(run('Open an issue')).toBe(0);
  expect(argumentsOf('gh')).toEqual([
    ...['issue', 'create', '--title', 'Seed 1502 violates: each loan is returned or lost, never both.'],
    ...['--body-file', 'body.md'],
  ]);
  expect(readFileSync(join(work, 'body.md'), 'utf8')).toBe(`\`\`\`\n${printed}\n\`\`\`\n`);
});

it('is content where every invariant held', () => {
  program('npx', '7500 instances in 500 worlds: every invariant held.', 0);
  expect(run('Seeds that were never simulated before')).toBe(0);
});
