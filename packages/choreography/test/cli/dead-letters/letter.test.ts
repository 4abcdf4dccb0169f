import { describe, expect, it } from 'vitest';
import { keyReader } from '#cli/dead-letters/event-keys.ts';
import type { JobQueue } from '#cli/dead-letters/find-queues.ts';
import { hideValues } from '#cli/dead-letters/hide-values.ts';
import { readLetter } from '#cli/dead-letters/letter.ts';
import type { Contract } from '#graph/graph.ts';

const event = {
  id: 'bus-1',
  source: 'library.lending',
  'detail-type': 'BookLent',
  time: '2026-11-24T12:00:00Z',
  detail: { metadata: { eventId: 'e-1', correlationId: 'l-1' }, data: { loan: { id: 'l-1' } } },
};
const schema = {
  properties: {
    detail: {
      properties: {
        data: {
          properties: {
            reader: { properties: { name: { type: 'string', 'x-personal': true } } },
            guests: { type: 'object', additionalProperties: { properties: { name: { 'x-personal': true } } } },
          },
        },
      },
    },
  },
};
const contracts = [
  { template: 'T', id: 'C', registry: 'r', source: 'library.lending', detailType: 'BookLent', schema },
] as unknown as readonly Contract[];
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const queueOf = (name: string, target: string | null = arnOf(name)): JobQueue => ({
  ...{ job: `members/${name}`, name, queue: 'dlq', url: 'url', target },
  giveBackTo: { function: arnOf(name) },
});
const read = (body: unknown, sharedBy = [queueOf('count')], target?: string) =>
  readLetter(
    {
      Body: typeof body === 'string' ? body : JSON.stringify(body),
      Attributes: { SentTimestamp: '1764000000000' },
      ...(target !== undefined && { MessageAttributes: { TARGET_ARN: { StringValue: target } } }),
    },
    sharedBy,
    { keysOf: keyReader({ otherwise: 'loan.id' }), hide: hideValues(contracts) },
  );

describe('the error of whatever failed on an event', () => {
  const data = { loan: { id: 'l-9' }, reader: { name: 'Ada Lovelace' }, guests: { a: { name: 'Bob' } } };
  const failed = (source: string) =>
    read({
      requestPayload: { ...event, source, detail: { data } },
      responsePayload: { errorType: 'Error', errorMessage: 'l-9: Ada Lovelace and Bob' },
    }).letter.error;

  it('is told without the personal values of the event, by its published contract', () => {
    expect(failed('library.lending')).toBe('Error: l-9: *** and ***');
  });

  it('is told without any value of an event whose contract is not published', () => {
    expect(failed('library.stranger')).toBe('Error: ***: *** and ***');
  });
});

describe('a dead letter', () => {
  it('is told with its job, its event by its own id, and its key', () => {
    const { letter, input } = read(event);
    expect(letter).toEqual({
      job: 'members/count',
      kind: 'not delivered',
      event: { id: 'e-1', source: 'library.lending', detailType: 'BookLent' },
      key: 'l-1',
      error: 'NotDelivered: EventBridge could not deliver the event',
      attempts: null,
      at: '2025-11-24T16:00:00.000Z',
    });
    expect(JSON.parse(input)).toEqual(event);
  });

  it('without metadata has the id that EventBridge gave, and the key that the data names', () => {
    expect(read({ ...event, detail: { data: { loan: { id: 'l-2' } } } }).letter).toMatchObject({
      event: { id: 'bus-1' },
      key: 'l-2',
    });
  });

  it.each([['no JSON'], ['"text"'], ['[1]'], ['{"detail":1}']])('that is no event (%s) has no key', (body) => {
    expect(read(body)).toMatchObject({ letter: { event: null, key: null }, keys: [], input: body });
  });

  it('in a queue that jobs share is of the function that the message names, with or without its alias', () => {
    const sharedBy = [queueOf('count'), queueOf('remind')];
    expect(read(event, sharedBy, `${arnOf('remind')}:live`).owner).toBe(sharedBy[1]);
    const record = { requestContext: { functionArn: `${arnOf('count')}:$LATEST` }, requestPayload: event };
    expect(read(record, sharedBy).owner).toBe(sharedBy[0]);
  });

  it('in a queue that jobs share is of nobody if the message does not tell', () => {
    expect(read(event, [queueOf('count'), queueOf('remind')])).toMatchObject({
      owner: null,
      letter: { job: 'members/count or members/remind' },
    });
  });

  it('of a function that no longer has the queue is not given to the one that has', () => {
    expect(read(event, [queueOf('count')], arnOf('gone'))).toMatchObject({ owner: null, letter: { job: 'gone' } });
    const byName = queueOf('count', null);
    expect(read(event, [byName], arnOf('gone')).owner).toBe(byName);
  });
});

describe('the key of an event', () => {
  const keys = (paths: Parameters<typeof keyReader>[0], detail: object = event.detail) =>
    keyReader(paths)({ ...event, detail });
  const process = { template: 'T', id: 'F', name: 'fee', starts: { source: 'a', type: 'A' }, steps: {} };

  it('is asked for by a path in the data, or in the detail of an event without data', () => {
    expect(keys({ asked: 'loan.id' })).toEqual(['l-1']);
    expect(keys({ asked: 'orderId' }, { orderId: 7 })).toEqual(['7']);
    expect(keys({ asked: 'orderId' })).toEqual([]);
  });

  it('is that of its metadata and that of each process, by the type of the event', () => {
    const detail = { ...event.detail, data: { loan: { id: 'l-1' }, fees: [{ id: 'f-1' }, { id: 'f-2' }] } };
    const processes = [
      { ...process, key: 'loan.id' },
      { ...process, key: 'fee.id', keys: { BookLent: 'fees[].id' } },
    ];
    expect(keys({ processes }, detail)).toEqual(['l-1', 'f-1', 'f-2']);
    expect(keys({ processes: [process] }, { data: { loan: { id: 'l-1' } } })).toEqual([]);
  });
});
