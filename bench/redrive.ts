import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startRuntime } from 'choreography/local';

/**
 * How long `redrive` takes to give dead letters back, side by side with another build of it: `bench/redrive.ts LETTERS [FOLDER BIN]`,
 * where FOLDER is a checkout of that build and BIN its program within it.
 */
const [count = '10000', other, bin = 'bin/choreography.mjs'] = process.argv.slice(2);
const NAME = 'checkout_shop_take';
const CODE = `exports.handler = async (event) =>
  'Records' in event ? { batchItemFailures: [] } : undefined;`;

const folder = mkdtempSync(join(tmpdir(), 'redrive-'));
mkdirSync(join(folder, 'code'));
writeFileSync(join(folder, 'code/index.js'), CODE);
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const Resources = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      Policies: [
        { PolicyName: 'all', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
      ],
    },
  },
  Take: {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:asset:path': 'code' },
    Properties: {
      ...{ FunctionName: NAME, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: arnOf('Role') },
      Code: { ZipFile: CODE },
    },
  },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${NAME}_dlq` } },
  Retries: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      ...{ QueueName: `${NAME}_retry`, VisibilityTimeout: 900 },
      RedrivePolicy: { deadLetterTargetArn: arnOf('Letters'), maxReceiveCount: 1000 },
    },
  },
  Again: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      ...{ FunctionName: { Ref: 'Take' }, EventSourceArn: arnOf('Retries'), BatchSize: 10 },
      ...{ FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 10 } },
    },
  },
};
writeFileSync(join(folder, 'shop.template.json'), JSON.stringify({ Resources }));
const runtime = await startRuntime({ cdkOut: folder, port: 0 });
const sqs = new SQSClient({
  ...{ endpoint: runtime.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
});
const QueueUrl = `${runtime.endpoint}/000000000000/${NAME}_dlq`;

async function fill(letters: number): Promise<void> {
  const bodies = Array.from({ length: letters }, (_, n) =>
    JSON.stringify({
      ...{ id: `e-${n}`, source: 'shop.checkout', 'detail-type': 'OrderPlaced', time: '2026-11-30T12:00:00Z' },
      detail: { metadata: { eventId: `e-${n}`, correlationId: `o-${n}` }, data: { text: 'x'.repeat(700) } },
    }),
  );
  for (let at = 0; at < letters; at += 10) {
    const Entries = bodies.slice(at, at + 10).map((MessageBody, n) => ({ Id: `${n}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** Has the command say how many seconds of the processor it took. */
const PROCESSOR_AT_THE_END = [
  '--import',
  `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s}=process.resourceUsage();process.stderr.write((u+s)/1e6+' s of the command%5Cn')})`,
];

/** Seconds until the command is done, and of its own processor. */
async function redriven(cwd: string, program: string): Promise<{ wall: number; processor: number; left: string }> {
  const begun = performance.now();
  const before = process.resourceUsage();
  const child = spawn(
    process.execPath,
    [...PROCESSOR_AT_THE_END, resolve(cwd, program), 'redrive', 'take', '--endpoint-url', runtime.endpoint],
    {
      ...{ cwd, stdio: ['ignore', 'ignore', 'inherit'] },
    },
  );
  await once(child, 'exit');
  const wall = (performance.now() - begun) / 1000;
  const after = process.resourceUsage();
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  await runtime.idle();
  const processor = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
  return { wall, processor, left: Attributes?.ApproximateNumberOfMessages ?? '?' };
}

const sides = [
  ...(other ? [['before', other, bin] as const] : []),
  ['now', process.cwd(), 'packages/choreography/bin/choreography.mjs'] as const,
];
for (const [name, cwd, program] of sides) {
  const start = await redriven(cwd, program);
  await fill(Number(count));
  const { wall, processor, left } = await redriven(cwd, program);
  const seconds = (wall - start.wall).toFixed(1);
  console.log(
    `${name}: ${count} letters in ${seconds} s beside a start of ${start.wall.toFixed(1)} s (${processor.toFixed(1)} s of the runtime's processor), ${left} left`,
  );
}
await runtime.stop();
rmSync(folder, { recursive: true });
