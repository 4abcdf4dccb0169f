import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { attempt } from '#testing/once/attempt.ts';
import { effectOf, effectOfOne } from '#testing/once/effect.ts';
import type { AnyHandler, Subject } from '#testing/once/subject.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';
import { provesOnce } from '#testing/proves-once.ts';
import { desk, PageCopied, ReservationConfirmed } from '../jobs/reservations.ts';

const confirming = async () => {
  const { handleEffect } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const { ses } = await import('#jobs/aws/ses.ts');
  const Message = { Subject: { Data: 'Your book' }, Body: { Text: { Data: 'It is here.' } } };
  const Destination = { ToAddresses: ['reader@example.com'] };
  const handler = handleEffect(desk, 'confirm', async ({ reservation }) => {
    const { MessageId = '' } = await ses.send('SendEmail', {
      Source: 'sender@example.com',
      Destination,
      Message,
    });
    return [say(ReservationConfirmed, { reservation, messageId: MessageId })];
  });
  return { handler };
};

/** More events than one PutEvents call can take. */
const copying = async () => {
  const { handle } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const handler = handle(desk, 'copy', async ({ reservation }) => ({
    writes: [{ Put: { Item: { pk: `copies#${reservation.id}`, pages: 13 } } }],
    events: Array.from({ length: 13 }, (_, page) => say(PageCopied, { reservation, page })),
  }));
  return { handler };
};

const asking = async () => {
  const { handleHttp } = await import('#jobs/handle-http.ts');
  const { say } = await import('#jobs/say.ts');
  const handler = handleHttp(desk, 'ask', async ({ reservation }) => ({
    writes: [],
    events: [say(PageCopied, { reservation, page: 1 })],
  }));
  return { handler };
};

const collecting = async () => {
  const { handle } = await import('#jobs/handle.ts');
  const { handleQueue } = await import('#jobs/handle-queue.ts');
  const { say } = await import('#jobs/say.ts');
  const handler = handleQueue(
    handle(desk, 'collect', async ({ reservation }) => ({
      writes: [{ Put: { Item: { pk: `shelf#${reservation.id}` } } }],
      events: [say(PageCopied, { reservation, page: 1 })],
    })),
  );
  return { handler };
};

provesOnce(desk, { handlers: { confirm: confirming, copy: copying, ask: asking, collect: collecting }, runs: 5 });

let bench: Workbench;
beforeAll(async () => {
  bench = await aWorkbench();
});
afterAll(() => bench.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

const delivery = { eventId: 'e-1', type: 'Delivered', hops: 0, bare: false };
const subject = (job: string, handler: AnyHandler): Subject => ({
  ...{ participant: desk, job, handler, data: { reservation: { id: 'r-1' } } },
  given: async () => [],
});

test('an email is sent once, but for a run that ends between SES and the record', async () => {
  const { handler } = await confirming();
  const sent: Record<string, number> = {};
  for (const fault of ['crash before', 'crash after'] as const) {
    for (const [call, command] of ['PutItem', 'SendEmail', 'UpdateItem', 'PutEvents'].entries()) {
      const planned = [...Array(call).fill('none'), fault];
      const told = await effectOf(bench, subject('confirm', handler), [[{ delivery, faults: planned }]]);
      expect(told.attempts[0]?.calls.at(-1)).toBe(command);
      sent[`${fault} ${command}`] = told.emails;
    }
  }
  expect(sent).toEqual({
    'crash before PutItem': 1,
    'crash after PutItem': 1,
    'crash before SendEmail': 1,
    'crash after SendEmail': 2,
    'crash before UpdateItem': 2,
    'crash after UpdateItem': 1,
    'crash before PutEvents': 1,
    'crash after PutEvents': 1,
  });
});

test('a job that writes without its inbox is found: a second delivery does it again', async () => {
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  const careless: AnyHandler = () =>
    dynamodb.send('UpdateItem', {
      TableName: process.env.TABLE_NAME,
      Key: { pk: 'visits' },
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': 1 },
    });
  const one = await effectOfOne(bench, subject('copy', careless));
  const twice = await effectOf(bench, subject('copy', careless), [
    [{ delivery, faults: [] }],
    [{ delivery, faults: [] }],
  ]);
  expect([one.state, twice.state]).toEqual([[{ pk: 'visits', visits: 1 }], [{ pk: 'visits', visits: 2 }]]);
});

test('what crashed goes on no more, and what it had asked for by then is done', async () => {
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  await bench.clear();
  const put = (pk: string) => dynamodb.send('PutItem', { TableName: process.env.TABLE_NAME, Item: { pk } });
  const done: string[] = [];
  const twoAtOnce = async () => {
    const other = put('other').then(() => {
      done.push('other');
      return put('after other');
    });
    await Promise.all([put('crashes'), other]);
  };
  expect(await attempt(twoAtOnce, ['none', 'crash before'], 'r-1')).toMatchObject({ ending: 'crashed' });
  expect(await bench.items()).toEqual([{ pk: 'other' }]);
  for (let look = 0; look < 5; look++) await bench.items();
  expect(done).toEqual([]);
  expect(await bench.items()).toEqual([{ pk: 'other' }]);
});

test('a reminder of a test whose date was ahead comes with no later request', async () => {
  const { handler } = await asking();
  const now = Date.now();
  await bench.forgetReminders();
  vi.setSystemTime(now + 3_600_000);
  process.env.REMINDER_QUEUES = JSON.stringify({ ask: process.env.RETRY_URL });
  const unsaid = { pk: { S: 'inbox#ask#r-1' }, outcome: { B: '' } };
  const Records = [{ eventSource: 'aws:dynamodb', dynamodb: { NewImage: unsaid } }];
  await attempt((context) => handler({ Records } as DynamoDBStreamEvent, context), [], 'r-1');
  vi.setSystemTime(now);
  expect(await bench.remindersOfAMinute()).toEqual([]);
  await bench.forgetReminders();
  for (let minute = 0; minute < 65; minute++) expect(await bench.remindersOfAMinute()).toEqual([]);
});
