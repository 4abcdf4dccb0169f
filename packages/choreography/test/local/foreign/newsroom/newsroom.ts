import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, NestedStack, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A newsroom as somebody writes it with the CDK for one account and region: the desk is a nested stack with its code as an
 * asset, and the printer's bus is known by its name alone, so that an account stands in the policy. Returns the assembly's folder.
 */
export function synthesizeNewsroom(): string {
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'newsroom-'));
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Newsroom', { env: { account: '111122223333', region: 'eu-central-1' } });
  const wires = new EventBus(stack, 'Wires', { eventBusName: 'wires' });
  const code = mkdtempSync(join(tmpdir(), 'edit-'));
  writeFileSync(join(code, 'index.js'), EDIT);
  new Desk(stack, 'Desk', wires, new Queue(stack, 'Printed', { queueName: 'printed' }), code);
  app.synth();
  // The assembly has a copy.
  rmSync(code, { recursive: true });
  return outdir;
}

class Desk extends NestedStack {
  constructor(scope: Construct, id: string, wires: EventBus, printed: Queue, code: string) {
    super(scope, id);
    const edit = new Lambda(this, 'Edit', {
      functionName: 'edit',
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      environment: { QUEUE_URL: printed.queueUrl },
    });
    printed.grantSendMessages(edit);
    EventBus.fromEventBusName(this, 'ByName', 'wires').grantPutEventsTo(edit);
    new Rule(this, 'Came', {
      eventBus: wires,
      eventPattern: { source: ['reporter'] },
      targets: [new LambdaFunction(edit)],
    });
  }
}

const EDIT = `
const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
exports.handler = async ({ detail }) => {
  const entry = { EventBusName: 'wires', Source: 'desk', DetailType: 'Edited', Detail: JSON.stringify(detail) };
  await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [entry] }));
  await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: detail.headline }));
};`;
