import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { createApp } from 'choreography/constructs';
import { afterAll, expect, test } from 'vitest';
import { choreography, NAMES } from '../../infra/choreography.ts';
import { nagFindings } from '../review/nag-findings.ts';

const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
afterAll(() => rmSync(outdir, { recursive: true }));
process.env.CDK_VALIDATION = 'false';

test('the stacks have no finding that is not acknowledged with a reason', () => {
  const app = createApp(join(outdir, 'shop'));
  choreography(app, { ...NAMES, stage: 'prod' });
  app.synth();
  expect(nagFindings(app)).toEqual([]);
});

test('a finding names the construct, the rule and what is wrong', () => {
  const app = createApp(join(outdir, 'careless'));
  const stack = new Stack(app, 'Careless');
  new Queue(stack, 'Queue');
  new ManagedPolicy(stack, 'Policy', {
    statements: [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })],
  });
  app.synth();
  const findings = nagFindings(app);
  expect(findings.find((finding) => finding.includes('AwsSolutions-SQS4'))).toMatch(
    /^Careless\/Queue\/Resource: AwsSolutions-SQS4: .*SSL/,
  );
  expect(findings.find((finding) => finding.includes('[Action::s3:*]'))).toMatch(/^Careless\/Policy/);
});
