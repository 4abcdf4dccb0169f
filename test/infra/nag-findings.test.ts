import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { core, iam, sqs } from '../../infra/cdk.ts';
import { choreography } from '../../infra/choreography.ts';
import { createApp } from '../../infra/create-app.ts';
import { nagFindings } from '../../infra/review/nag-findings.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true }));
process.env.CDK_VALIDATION = 'false';

test('the stacks have no finding that is not acknowledged with a reason', () => {
  const app = createApp(join(outdir, 'shop'));
  choreography(app, { stage: 'prod', sender: 'orders@example.com' });
  app.synth();
  expect(nagFindings(app)).toEqual([]);
});

test('a finding names the construct, the rule and what is wrong', () => {
  const app = createApp(join(outdir, 'careless'));
  const stack = new core.Stack(app, 'Careless');
  new sqs.Queue(stack, 'Queue');
  new iam.ManagedPolicy(stack, 'Policy', {
    statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
  });
  app.synth();
  const findings = nagFindings(app);
  expect(findings.find((finding) => finding.includes('AwsSolutions-SQS4'))).toMatch(
    /^Careless\/Queue\/Resource: AwsSolutions-SQS4: .*SSL/,
  );
  expect(findings.find((finding) => finding.includes('[Action::s3:*]'))).toMatch(/^Careless\/Policy/);
});
