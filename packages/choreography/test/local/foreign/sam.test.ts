import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
let folder = '';
afterEach(async () => {
  await local?.runtime.stop();
  local = undefined;
  if (folder !== '') rmSync(folder, { recursive: true });
  folder = '';
});

const start = async (name: string) => {
  local = await aRuntime(`packages/choreography/test/template/sam/templates/${name}.yaml`);
  const { runtime, events, notices } = local;
  return {
    ...local,
    async put(bus: string, Source: string, detail: object) {
      const entry = { EventBusName: bus, Source, DetailType: 'T', Detail: JSON.stringify(detail) };
      await events.send(new PutEventsCommand({ Entries: [entry] }));
      await runtime.idle();
    },
    lines: () => notices.flatMap((notice) => (notice.kind === 'log' ? [notice.line] : [])),
  };
};

describe('SAM runs as it does on AWS:', () => {
  it('a rule’s input transformer', async () => {
    const { put, lines } = await start('input-transformer');
    await put('default', 'shop.orders', { id: '7', secret: 'x' });
    expect(lines()).toContainEqual(expect.stringMatching(/GOT \{"id":"7"\}$/));
  });

  it('a connector from a rule to its function and to its queue', async () => {
    const { put, lines, messageIn } = await start('rule-connectors');
    await put('shop', 'a', { id: 1 });
    expect(lines()).toContainEqual(expect.stringContaining('GOT {"id":1}'));
    expect(JSON.parse((await messageIn('q')).Body ?? '')).toMatchObject({ detail: { id: 1 } });
  });

  it('a destination that is asked for by its type alone', async () => {
    const { put, access, messageIn } = await start('generated-failure-queue');
    await put('shop', 'a', { id: 1 });
    const queue = 'generated-failure-queue-HearEventInvokeConfigOnFailureQueue';
    const { QueueUrl = '' } = await new SQSClient(access).send(new GetQueueUrlCommand({ QueueName: queue }));
    expect(JSON.parse((await messageIn(QueueUrl.split('/').at(-1) ?? '')).Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted' },
      requestPayload: { detail: { id: 1 } },
    });
  });

  it('a managed policy by its name', async () => {
    const { access, runtime, lines } = await start('managed-policy-by-name');
    const QueueUrl = `${runtime.endpoint}/000000000000/q`;
    await new SQSClient(access).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    await runtime.idle();
    expect(lines()).toContainEqual(expect.stringContaining('GOT hello'));
  });

  it('a topic’s filter of bodies, with the permission that lets the topic in', async () => {
    const { access, runtime, lines } = await start('sns-filter-scope');
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:t';
    for (const kind of ['other', 'paid'])
      await new SNSClient(access).send(new PublishCommand({ TopicArn, Message: JSON.stringify({ kind }) }));
    await runtime.idle();
    expect(lines().filter((line) => line.includes('GOT'))).toEqual([expect.stringMatching(/GOT \{"kind":"paid"\}$/)]);
  });

  it('a policy template that is given an ARN where it wants a name: nothing is allowed', async () => {
    const { lambda } = await start('policy-template-given-an-arn');
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'say' }));
    expect(FunctionError).toBe('Unhandled');
    expect(Payload?.transformToString()).toContain('is not authorized to perform: events:PutEvents');
  });

  it('an alias, to which all events come', async () => {
    folder = mkdtempSync(join(tmpdir(), 'sam-'));
    const Properties = {
      ...{ Runtime: 'nodejs24.x', Handler: 'index.handler', AutoPublishAlias: 'live' },
      InlineCode: 'exports.handler = async ({ detail }) => { console.log("GOT", detail.id); throw new Error("no"); }',
      EventInvokeConfig: { MaximumRetryAttempts: 0 },
      Events: { Heard: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['depot'] } } } },
    };
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Sorter: { Type: 'AWS::Serverless::Function', Properties } },
    };
    writeFileSync(join(folder, 'depot.json'), JSON.stringify(template));
    local = await aRuntime(folder);
    const entry = { Source: 'depot', DetailType: 'T', Detail: '{"id":5}' };
    await local.events.send(new PutEventsCommand({ Entries: [entry] }));
    await local.runtime.idle();
    const got = local.notices.filter((notice) => notice.kind === 'log' && notice.line.includes('GOT 5'));
    expect(got).toHaveLength(1);
  });

  it('a property that an event has not is refused by its name', async () => {
    await expect(start('misspelt-property')).rejects.toThrow(
      'SAM refuses Fn, event Small: property Name not defined for resource of type EventBridgeRule',
    );
  });
});
