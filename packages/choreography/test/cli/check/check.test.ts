import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';
import { aFunction, anAssembly, rule } from '../../local/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'choreography-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A rule that hears what nobody says, and that lacks a permission, a dead-letter queue and a retry policy. */
const faulty = anAssembly({
  Answer: aFunction('answer'),
  OnAsked: rule(
    'asked',
    { Arn: { 'Fn::GetAtt': ['Answer', 'Arn'] } },
    { source: ['shop.a'], 'detail-type': ['Asked'] },
  ),
});

const check = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const bin = resolve(projectRoot, 'packages/choreography/bin/choreography.mjs');
    execFile(process.execPath, [bin, 'check', ...args], { cwd: folder }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });

test('findings are told, and end with exit code 1', async () => {
  const { code, out } = await check(faulty);
  expect(code).toBe(1);
  expect(out.match(/^✗ .*/gm)).toEqual([
    '✗ missing-permission App/Answer on shop.a Asked',
    '✗ unmatched-rule App/Answer on shop.a Asked',
    '✗ no-dead-letter-queue App/Answer on shop.a Asked',
    '✗ no-retry-policy App/Answer on shop.a Asked',
    '✗ 4 findings: 1 rule, 1 function and 1 event checked.',
  ]);
});

test('as JSON, each has its kind, name, place, sentences, and whether it is allowed', async () => {
  const { code, out } = await check(faulty, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out).findings[0]).toEqual({
    kind: 'missing-permission',
    name: 'missing-permission App/Answer on shop.a Asked',
    template: 'App',
    id: 'OnAsked',
    what: 'Nothing lets EventBridge deliver shop.a Asked to App/Answer.',
    why: 'The rule matches, every delivery is refused, and the job never runs.',
    remedy: expect.stringContaining('AWS::Lambda::Permission'),
    allowed: null,
  });
});

test('for GitHub, each is an annotation at the line of its rule', async () => {
  const { code, out } = await check(faulty, '--format', 'github');
  expect(code).toBe(1);
  expect(out).toMatch(/^::error file=\S+App\.template\.json,line=\d+,title=missing-permission App\/Answer/);
});

test('what choreography.json allows with a reason ends with 0, and without a reason it is refused', async () => {
  const settings = JSON.parse(readFileSync(resolve(projectRoot, 'choreography.json'), 'utf8'));
  const { findings } = JSON.parse((await check(faulty, '--json')).out);
  const allow = findings.map(({ name }: { name: string }) => ({ finding: name, reason: 'A trial.' }));
  writeFileSync(join(folder, 'choreography.json'), JSON.stringify({ ...settings, allow }));
  expect(await check(faulty)).toMatchObject({ code: 0, out: expect.stringContaining('✓ Nothing found, 4 allowed') });
  writeFileSync(
    join(folder, 'choreography.json'),
    JSON.stringify({ ...settings, allow: [{ finding: 'unheard-event shop.a Asked', reason: ' ' }] }),
  );
  expect(await check(faulty)).toEqual({
    code: 1,
    out: '',
    err: 'choreography.json cannot be used. allow.0.reason: needs a reason.\n',
  });
  rmSync(join(folder, 'choreography.json'));
});

test.each([
  [['nowhere'], /^There is no file or folder "nowhere"\.\n$/],
  [['--format', 'xml'], /^Option '--format <format>' argument 'xml' is invalid\. Allowed choices are text, github\.\n/],
])('bad input is answered by a sentence and exit code 1: %s', async (args, sentence) => {
  const { code, err } = await check(...args);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(sentence) });
});

test('for GitHub, what SAM makes of an event is an annotation at the line of that event', async () => {
  const { out } = await check(
    resolve(projectRoot, 'packages/choreography/test/template/fixtures/sam-tickets'),
    '--format',
    'github',
  );
  expect(out).toMatch(/template\.yaml,line=55,title=no-dead-letter-queue sam-tickets\/Listen on /);
  expect(out).toMatch(/template\.yaml,line=10,title=says-anything sam-tickets\/Sell on tickets/);
});
