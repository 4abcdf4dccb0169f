import {
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let sqs: SQSClient;
afterEach(() => local.runtime.stop());

/** Writes each batch as one line; `bad` fails, alone or with its batch. */
const CODE = {
  hears: 'exports.handler = async (event) => console.log(JSON.stringify(event.Records));',
  fails: 'exports.handler = async () => { throw new Error("on purpose"); };',
  delays: `const { SQS } = require('@aws-sdk/client-sqs');
    exports.handler = async ({ Records: [{ receiptHandle }] }) => {
      const QueueUrl = process.env.AWS_ENDPOINT_URL + '/000000000000/q';
      await new SQS().changeMessageVisibility({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 650 });
      throw new Error('not yet');
    };`,
  takesTime: 'exports.handler = () => new Promise((end) => setTimeout(end, 700));',
  names: `exports.handler = async ({ Records }) => {
    console.log(JSON.stringify(Records));
    return { batchItemFailures: Records.filter(({ body }) => body.startsWith('bad')).map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`,
};
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const urlOf = (name: string) => `${local.runtime.endpoint}/000000000000/${name}`;

const mapping = (FunctionName: string, more: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName, EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] }, ...more },
});

/** A queue `q` that feeds a function; what is received three times goes to `dead`. */
async function start(
  fed: keyof typeof CODE,
  more: object = {},
  attributes: object = {},
  pollers?: number,
): Promise<void> {
  const RedrivePolicy = { deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 };
  local = await aRuntime(
    anAssembly(
      {
        Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q', RedrivePolicy, ...attributes } },
        Dead: queue('dead'),
        // As long as its queue lets it: the first call of an SDK takes seconds on a busy machine.
        F: aFunction(fed, { Timeout: 30 }),
        Mapping: mapping(fed, more),
      },
      CODE,
    ),
    { pollers },
  );
  sqs = new SQSClient(local.access);
}

const send = (...texts: string[]) =>
  sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: urlOf('q'),
      Entries: texts.map((MessageBody, at) => ({ Id: String(at), MessageBody })),
    }),
  );

interface Record {
  readonly body: string;
  readonly messageId: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}
/** The batches that the function was given. */
const batches = (): Record[][] =>
  local.notices.flatMap((notice) => (notice.kind === 'log' ? [JSON.parse(notice.line)] : []));
const bodies = () => batches().map((batch) => batch.map(({ body }) => body));

async function left(name: string) {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ['All'] }),
  );
  return { visible: Attributes?.ApproximateNumberOfMessages, taken: Attributes?.ApproximateNumberOfMessagesNotVisible };
}
const EMPTY = { visible: '0', taken: '0' };

describe('a queue that feeds a function', () => {
  it('gives it its messages together, as AWS writes them, and deletes them', async () => {
    await start('hears');
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: urlOf('q'),
        MessageBody: 'hello',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
      }),
    );
    await local.runtime.idle();
    const at = expect.stringMatching(/^\d{13}$/);
    expect(batches()).toEqual([
      [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: at,
            SenderId: '000000000000',
            ApproximateFirstReceiveTimestamp: at,
          },
          messageAttributes: {
            kind: { stringValue: 'greeting', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: arn('q'),
          awsRegion: 'us-east-1',
        },
      ],
    ]);
    await send('1', '2', '3');
    await local.runtime.idle();
    expect(bodies().slice(1)).toEqual([['1', '2', '3']]);
    expect(await left('q')).toEqual(EMPTY);
  });

  it('gives no batch that is larger than asked for', async () => {
    await start('hears', { BatchSize: 2 });
    await send('1', '2', '3', '4', '5');
    await local.runtime.idle();
    expect(
      bodies()
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1, 2, 2]);
  });

  it('handles no more batches at a time than asked for', async () => {
    await start('takesTime', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await send('1', '2', '3', '4', '5', '6');
    await vi.waitFor(async () => expect(await left('q')).toEqual({ visible: '4', taken: '2' }), {
      timeout: 10_000,
      interval: 10,
    });
    await local.runtime.idle();
    expect(await left('q')).toEqual(EMPTY);
  });

  it('collects a batch until its window closes or it is full', async () => {
    await start('hears', { BatchSize: 4, MaximumBatchingWindowInSeconds: 60 });
    local.runtime.clock.hold();
    await send('1', '2');
    await local.runtime.idle();
    expect(batches()).toEqual([]);
    await local.runtime.clock.moveBy(30_000);
    await send('3');
    await local.runtime.idle();
    expect(batches()).toEqual([]);
    await local.runtime.clock.moveBy(30_000);
    expect(bodies()).toEqual([['1', '2', '3']]);
    await send('4', '5', '6', '7');
    await local.runtime.idle();
    expect(bodies()[1]).toEqual(['4', '5', '6', '7']);
  });

  it('is received from by several pollers, if asked for: each message by one, each with a batch of its own', async () => {
    await start('hears', { BatchSize: 500, MaximumBatchingWindowInSeconds: 1 }, {}, 5);
    local.runtime.clock.hold();
    const texts = Array.from({ length: 40 }, (_, n) => String(n));
    for (let at = 0; at < 40; at += 10) await send(...texts.slice(at, at + 10));
    await local.runtime.clock.moveBy(1000);
    await local.runtime.idle();
    expect(bodies().flat().sort()).toEqual([...texts].sort());
    expect(bodies().length).toBeGreaterThan(1);
    expect(bodies().length).toBeLessThanOrEqual(5);
    expect(await left('q')).toEqual(EMPTY);
  });

  it('has no more pollers than batches may be handled at a time', async () => {
    await start('hears', { MaximumBatchingWindowInSeconds: 1, ScalingConfig: { MaximumConcurrency: 2 } }, {}, 5);
    local.runtime.clock.hold();
    await send('1', '2', '3', '4', '5', '6', '7', '8');
    await local.runtime.clock.moveBy(1000);
    await local.runtime.idle();
    expect(bodies().flat()).toHaveLength(8);
    expect(bodies().length).toBeLessThanOrEqual(2);
  });

  it('gives failed messages again after the visibility timeout, then sets them aside as its redrive policy says', async () => {
    await start('fails', {}, { VisibilityTimeout: 90 });
    local.runtime.clock.hold();
    await send('bad', 'good');
    await local.runtime.idle();
    const failures = () => local.notices.filter(({ kind }) => kind === 'handler-failed').length;
    expect(failures()).toBe(1);
    expect(await left('q')).toEqual({ visible: '0', taken: '2' });
    await local.runtime.clock.moveBy(89_000);
    expect(failures()).toBe(1);
    await local.runtime.clock.moveBy(1_000);
    expect(failures()).toBe(2);
    await local.runtime.clock.moveBy(90_000);
    expect(failures()).toBe(2);
    expect(await left('q')).toEqual(EMPTY);
    expect(await left('dead')).toEqual({ visible: '2', taken: '0' });
  });

  it('keeps only what the function names as failed, if it reports that', async () => {
    await start('names', { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await send('good', 'bad');
    await local.runtime.idle();
    expect(bodies()).toEqual([['good', 'bad'], ['bad']]);
    expect(batches()[1]?.[0]?.attributes.ApproximateReceiveCount).toBe('2');
    expect((await local.messageIn('dead')).Body).toBe('bad');
  });

  it('takes no notice of what it names otherwise', async () => {
    await start('names');
    await send('good', 'bad');
    await local.runtime.idle();
    expect(await left('q')).toEqual(EMPTY);
    expect(await left('dead')).toEqual(EMPTY);
  });

  it('gives only what passes a filter, and deletes the rest', async () => {
    const Pattern = JSON.stringify({ body: { kind: ['wanted'], size: [{ numeric: ['>', 3] }] } });
    await start('hears', { FilterCriteria: { Filters: [{ Pattern }] } });
    await send('{"kind":"wanted","size":4}', '{"kind":"wanted","size":2}', '{"kind":"other","size":9}', 'plain');
    await local.runtime.idle();
    expect(bodies()).toEqual([['{"kind":"wanted","size":4}']]);
    expect(await left('q')).toEqual(EMPTY);
  });

  it('gives nothing while it is disabled, and all of it then', async () => {
    await start('hears', { Enabled: false });
    await send('later');
    await local.runtime.idle();
    expect(await left('q')).toEqual({ visible: '1', taken: '0' });
    const { EventSourceMappings = [] } = await local.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'hears' }),
    );
    const UUID = EventSourceMappings[0]?.UUID ?? '';
    expect(EventSourceMappings[0]?.State).toBe('Disabled');
    await local.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    expect((await local.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).toBe('Enabled');
    await local.runtime.idle();
    expect(bodies()).toEqual([['later']]);
  });

  it('gives the messages of a FIFO group in their order, one batch after the other', async () => {
    const fifo = { QueueName: 'q.fifo', FifoQueue: true, ContentBasedDeduplication: true, RedrivePolicy: undefined };
    await start('names', { BatchSize: 2, FunctionResponseTypes: ['ReportBatchItemFailures'] }, fifo);
    local.runtime.clock.hold();
    const entries = ['bad-1', 'bad-2', '3', '4'].map((MessageBody) => ({
      Id: MessageBody,
      MessageBody,
      MessageGroupId: 'g',
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf('q.fifo'), Entries: entries }));
    await local.runtime.idle();
    // What failed keeps its place: nothing that came after it is given before.
    expect(bodies()).toEqual([['bad-1', 'bad-2']]);
    await local.runtime.clock.moveBy(30_000);
    expect(bodies().slice(1)).toEqual([['bad-1', 'bad-2']]);
  });

  it('lets the function say for how long a message that it fails is invisible', async () => {
    await start('delays');
    local.runtime.clock.hold();
    await send('slow');
    await local.runtime.idle();
    await local.runtime.clock.moveBy(600_000);
    const failures = () => local.notices.filter(({ kind }) => kind === 'handler-failed').length;
    expect(failures()).toBe(1);
    await local.runtime.clock.moveBy(100_000);
    expect(failures()).toBe(2);
  });
});
