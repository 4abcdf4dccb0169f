import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startRuntime } from 'choreography/local';
import { processorSecondsOfChildren } from './against/processor-time.ts';

/** What it took to give letters back, beside what the command takes to find that there are none. */
export interface RedriveCost {
  /** Seconds until the command ended. */
  readonly clock: number;
  /** Seconds of the processor, of the command, of the services and of the job, until all is done. */
  readonly processor: number;
}

const NAME = 'checkout_shop_take';
const CODE = `exports.handler = async (event) =>
  'Records' in event ? { batchItemFailures: [] } : undefined;`;

/** Gives so many letters back to a job with a retry queue, by the program of a checkout, on a runtime in this process. Throws if letters are left. */
export async function measureRedrive(letters: number, cwd: string, program: string): Promise<RedriveCost> {
  const folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code/index.js'), CODE);
  writeFileSync(join(folder, 'shop.template.json'), JSON.stringify({ Resources: resources() }));
  const runtime = await startRuntime({ cdkOut: folder, port: 0 });
  try {
    const sqs = new SQSClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials: CREDENTIALS });
    const QueueUrl = `${runtime.endpoint}/000000000000/${NAME}_dlq`;
    const redrive = async (): Promise<RedriveCost> => {
      const [begun, before] = [performance.now(), processorSeconds()];
      const words = [program, 'redrive', 'take', '--endpoint-url', runtime.endpoint];
      await once(spawn(process.execPath, words, { cwd, stdio: ['ignore', 'ignore', 'inherit'] }), 'exit');
      const clock = (performance.now() - begun) / 1000;
      await runtime.idle();
      return { clock, processor: processorSeconds() - before };
    };
    const starts = [await redrive(), await redrive()];
    const least = (of: keyof RedriveCost) => Math.min(...starts.map((each) => each[of]));
    await fill(sqs, QueueUrl, letters);
    const all = await redrive();
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    if (Attributes?.ApproximateNumberOfMessages !== '0')
      throw new Error(`Letters are left: ${JSON.stringify(Attributes)}.`);
    return { clock: all.clock - least('clock'), processor: all.processor - least('processor') };
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true });
  }
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Of this process and of its children that have ended. */
function processorSeconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return (userCPUTime + systemCPUTime) / 1e6 + processorSecondsOfChildren();
}

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const allow = (more: object) => ({ Statement: [{ Effect: 'Allow', ...more }] });

/** A job as the constructs make it: its function, its retry queue and its dead-letter queue. */
function resources(): object {
  return {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: allow({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
        Policies: [{ PolicyName: 'all', PolicyDocument: allow({ Action: '*', Resource: '*' }) }],
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
}

async function fill(sqs: SQSClient, QueueUrl: string, letters: number): Promise<void> {
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
