import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeadLetter } from '#contracts/dead-letter.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await aWorkbench();
}, 60_000);
afterAll(() => bench.stop());

const MEGABYTE = 1_048_576;
const context = { awsRequestId: 'r-1', invokedFunctionArn: 'arn:f', functionVersion: '$LATEST' } as Context;

/** An event of so many bytes in all, as a function is given it. */
function anEvent(bytes: number) {
  const event = (text: string) => ({
    ...{
      version: '0',
      id: 'e-1',
      account: '000000000000',
      time: '2026-11-30T12:00:00Z',
      region: 'us-east-1',
      resources: [],
    },
    ...{ source: 'library.desk', 'detail-type': 'PageCopied' },
    detail: { metadata: { eventId: 'e-1' }, data: { text } },
  });
  return event('x'.repeat(bytes - JSON.stringify(event('')).length));
}

async function letterOf(bytes: number) {
  const { setAside } = await import('#jobs/set-aside.ts');
  const { Refusal } = await import('#jobs/refusal.ts');
  const event = anEvent(bytes);
  await setAside(event, new Refusal('ContractViolated', 'Event e-1 does not fit: detail.data.page: wrong.'), context);
  const { Messages: [message = {}] = [] } = await new SQSClient({ useQueueUrlAsEndpoint: false }).send(
    new ReceiveMessageCommand({
      QueueUrl: process.env.DLQ_URL,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 600,
    }),
  );
  return { event, letter: readDeadLetter(message) };
}

test.each([
  ['small', 1000],
  ['that leaves just no room for its record', MEGABYTE - 500],
  ['close to a megabyte', MEGABYTE - 300],
])('a refused event %s is set aside whole, with the reason', async (_, bytes) => {
  const { event, letter } = await letterOf(bytes);
  expect(letter.kind).toBe('refused');
  expect(letter.error).toBe('ContractViolated: Event e-1 does not fit: detail.data.page: wrong.');
  expect(JSON.parse(letter.input)).toEqual(event);
});

test('one that fills a megabyte is set aside by what finds it in the archive', async () => {
  const { letter } = await letterOf(MEGABYTE);
  expect(letter).toMatchObject({ kind: 'refused', event: { id: 'e-1', time: '2026-11-30T12:00:00Z' } });
  expect(JSON.parse(letter.input).detail).toEqual({
    metadata: { eventId: 'e-1' },
    leftOut: expect.stringContaining('in the archive, by its id and time'),
  });
});
