import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

it.each([false, true])('a function finds the packages and files of its layers (isolated: %s)', async (isolate) => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('layer/nodejs/node_modules/scales/index.js', 'exports.weigh = (text) => text.length;');
  write('layer/nodejs/labels.js', "exports.label = 'fragile';");
  write(
    'code/index.js',
    "const { weigh } = require('scales'); const { label } = require('/opt/nodejs/labels'); exports.handler = async () => [weigh('abc'), label];",
  );
  write(
    'template.yaml',
    `Transform: AWS::Serverless-2016-10-31
Resources:
  Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer/ } }
  F:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: f, Runtime: nodejs22.x, Handler: index.handler, CodeUri: code/, Layers: [!Ref Layer] }
`,
  );
  const { runtime, lambda } = await aRuntime(join(folder, 'template.yaml'), { isolate });
  try {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual([3, 'fragile']);
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true });
  }
});

it('a function whose layer no template makes is refused by the layer, and runs without it', async () => {
  const layer = 'arn:aws:lambda:us-east-1:111122223333:layer:vendor:7';
  const F = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{
        FunctionName: 'f',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
      },
      ...{ Code: { ZipFile: 'exports.handler = async () => 1' }, Layers: [layer] },
    },
  };
  await expect(aRuntime(anAssembly({ F }))).rejects.toThrow(`no template here makes the layer ${layer}`);
  const { runtime } = await aRuntime(anAssembly({ F }), { leaveOut: { names: [], unsupported: true } });
  expect(runtime.status().functions).toEqual(['f']);
  await runtime.stop();
});

it('the log retention that the CDK asks its own function for is set without it', async () => {
  const Retention = {
    Type: 'Custom::LogRetention',
    Properties: { ServiceToken: 'arn:aws:lambda:x', LogGroupName: '/aws/lambda/f', RetentionInDays: 7 },
  };
  const { runtime } = await aRuntime(anAssembly({ Retention }));
  const headers = {
    'x-amz-target': 'Logs_20140328.DescribeLogGroups',
    authorization: 'AWS4-HMAC-SHA256 Credential=t/20300101/us-east-1/logs/aws4_request',
  };
  const answer = await fetch(runtime.endpoint, { method: 'POST', headers, body: '{}' });
  expect(await answer.json()).toMatchObject({ logGroups: [{ logGroupName: '/aws/lambda/f', retentionInDays: 7 }] });
  await runtime.stop();
});
