import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sqs } from '#jobs/aws/sqs.ts';
import { remindOfUnsaid } from '#jobs/once/unsaid.ts';

interface Sent {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly MessageBody: string }[];
}

const sent: Sent[] = [];
let failed: object[] = [];
beforeEach(() => {
  sent.length = 0;
  failed = [];
  vi.stubEnv('REMINDER_QUEUES', JSON.stringify({ ask: 'ask-queue', copy: 'copy-queue' }));
  vi.spyOn(sqs, 'send').mockImplementation(async (_, input) => {
    sent.push(input as Sent);
    return { Failed: failed } as never;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const committed = (pk: string) => ({ pk: { S: pk }, outcome: { B: 'AA==' } });
const marked = (pk: string) => ({ pk: { S: pk } });
const remind = (...images: readonly object[]) =>
  remindOfUnsaid('desk', {
    Records: images.map((NewImage) => ({ eventSource: 'aws:dynamodb', dynamodb: { NewImage } })),
  } as DynamoDBStreamEvent);
const reminders = () =>
  sent.flatMap(({ QueueUrl, Entries }) =>
    Entries.map(({ MessageBody }) => `${QueueUrl}: ${JSON.parse(MessageBody).detail.metadata.correlationId}`),
  );

describe('Of a batch of changes', () => {
  test('what was marked after it was done has no reminder, and what was not has one, whatever its key', async () => {
    await remind(
      committed('inbox#ask#a'),
      committed('inbox#ask#b#1'),
      marked('inbox#ask#a'),
      committed('inbox#copy#a'),
    );
    expect(reminders()).toEqual(['ask-queue: b#1', 'copy-queue: a']);
  });

  test('that are all marked, nothing is sent', async () => {
    await remind(committed('inbox#ask#a'), marked('inbox#ask#a'), marked('inbox#ask#of a batch before'));
    expect(sent).toEqual([]);
  });

  test('ten reminders go with a request', async () => {
    await remind(...Array.from({ length: 25 }, (_, at) => committed(`inbox#ask#${at}`)));
    expect(sent.map(({ Entries }) => Entries.length)).toEqual([10, 10, 5]);
  });

  test('all come again if SQS did not take one, or a job has no queue', async () => {
    failed = [{ Id: '0', Code: 'InternalError', Message: 'try later', SenderFault: false }];
    await expect(remind(committed('inbox#ask#a'))).rejects.toThrow(
      'SQS did not take 1 reminders: InternalError: try later',
    );
    await expect(remind(committed('inbox#lend#a'))).rejects.toThrow('desk/lend has no queue that reminds it');
  });
});
