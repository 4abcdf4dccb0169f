import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';
import { aFunction, anAssembly, permission, rule } from '../../local/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'choreography-cost-'));
afterAll(() => rmSync(folder, { recursive: true }));

const assembly = anAssembly(
  {
    Note: aFunction('note'),
    MayInvoke: permission('note'),
    OnVisited: rule('visited', { Arn: { 'Fn::GetAtt': ['Note', 'Arn'] } }),
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        MetricName: 'Errors',
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    },
  },
  { note: 'exports.handler = async () => {};' },
);
const entries = (Source: string): string => {
  const file = join(folder, `${Source}.json`);
  writeFileSync(file, JSON.stringify([{ Source, DetailType: 'Visited', Detail: '{"visitor":"v-1"}' }]));
  return file;
};

const cost = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const bin = resolve(projectRoot, 'packages/choreography/bin/choreography.mjs');
    execFile(process.execPath, [bin, 'cost', '--dir', assembly, ...args], { cwd: folder }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    );
  });

test('as JSON it has paths with lines, sums, fixed costs, limits, and what a rate costs and breaks', async () => {
  const options = ['--entries', entries('test'), '--key', 'v-1', '--instances', '3', '--per-second', '20000'];
  const { code, out } = await cost(...options, '--json');
  expect(code).toBe(0);
  const told = JSON.parse(out);
  expect(told).toMatchObject({ region: 'us-east-1', paths: [{ name: 'test', instances: 3 }] });
  expect(told.doubts).toEqual([expect.stringMatching(/^Lambda's duration is in these sums as it was on this machine/)]);
  expect(told.paths[0].lines).toContainEqual({
    ...{ item: 'EventBridge events', units: 1, usdPerMillion: 1, by: { default: 1 } },
  });
  expect(told.usdPerMillion.total).toBe(told.usdPerMillion.withoutEmail);
  expect(told.fixedUsdPerMonth).toBe(0.1);
  expect(told.atRate.breaks).toContainEqual({
    family: 'rule invocations',
    resource: 'EventBridge: invocations of targets',
    perSecond: 18_750,
    because: 'an instance takes 1 of 18750 invocations a second',
    remedy: expect.stringContaining('quota'),
  });
}, 60_000);

test.each([
  [
    'a region without prices',
    ['--region', 'mars-1'],
    'No prices of the region "mars-1" are known: take one of us-east-1, ',
  ],
  ['a rate of nothing', ['--per-second', '0'], 'A rate is a number above 0, such as 2000 or 0.5, not "0".'],
  ['no instances', ['--instances', '0'], '--instances 0 counts nothing: give at least 1.'],
  ['entries that nobody hears', ['--entries', entries('elsewhere')], 'What "elsewhere" puts starts nothing: '],
])(
  '%s ends with exit code 1 and a sentence',
  async (_, args, sentence) => {
    const { code, out, err } = await cost(...args);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/^\s+at /m);
    expect(out).toBe('');
  },
  60_000,
);
