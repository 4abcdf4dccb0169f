import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { projectRoot } from 'choreography/constructs';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';

const workflow = parse(readFileSync(resolve(projectRoot, 'docs/choreography.yml'), 'utf8'));
const steps: readonly { name?: string; run?: string }[] = workflow.jobs.choreography.steps;
const scriptOf = (name: string) => steps.find((step) => step.name === name)?.run ?? '';

const folder = mkdtempSync(join(tmpdir(), 'choreography-workflow-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the step that tells the difference, as GitHub does, with programs that stand for `npx` and `gh`. */
function howItChanges({ diff, known = '', forbidden = false }: { diff: string; known?: string; forbidden?: boolean }) {
  const programs = {
    npx: `echo "npx $*" >> said\n${diff}`,
    gh: `case "$*" in *--jq*) echo '${known}';; *) echo "gh $*" >> said; exit ${forbidden ? 1 : 0};; esac`,
  };
  rmSync(folder, { recursive: true, force: true });
  spawnSync('mkdir', ['-p', folder]);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_REPOSITORY: 'a/shop',
    PULL_REQUEST: '7',
  };
  const { status, stdout } = spawnSync('bash', ['-e', '-c', scriptOf('How it changes')], { cwd: folder, env });
  return { status, stdout: String(stdout), said: readFileSync(join(folder, 'said'), 'utf8').trim().split('\n') };
}

const DIFF = 'npx choreography diff origin/main HEAD';

test('The findings are annotations', () => {
  expect(scriptOf('What is wrong with it')).toBe('npx choreography check --format github');
});

test('The first difference is a new comment', () => {
  const { status, said } = howItChanges({ diff: 'echo "Nothing breaks."' });
  expect(status).toBe(0);
  expect(said).toEqual([DIFF, 'gh api --silent repos/a/shop/issues/7/comments --field body=@difference.md']);
});

test('A further one takes the place of the comment that is there', () => {
  const { said } = howItChanges({ diff: 'echo "Nothing breaks."', known: 'https://api.example/comments/9' });
  expect(said[1]).toBe('gh api --silent --method PATCH https://api.example/comments/9 --field body=@difference.md');
});

test('A breaking change is commented, and fails', () => {
  const { status, said } = howItChanges({ diff: 'echo "This breaks something."; exit 1' });
  expect({ status, comments: said.length - 1 }).toEqual({ status: 1, comments: 1 });
});

test('A commit that cannot be synthesized fails without a comment', () => {
  const { status, said } = howItChanges({ diff: 'exit 1' });
  expect({ status, said }).toEqual({ status: 1, said: [DIFF] });
});

test('Where nobody may comment, the difference still decides', () => {
  const { status, stdout } = howItChanges({ diff: 'echo "Nothing breaks."', forbidden: true });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '::notice::No comment: see the summary.\n' });
});
