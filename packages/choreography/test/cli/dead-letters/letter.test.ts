import { describe, expect, it } from 'vitest';
import { readLetter } from '#cli/dead-letters/letter.ts';

const event = {
  id: 'bus-1',
  source: 'shop.checkout',
  'detail-type': 'OrderPlaced',
  detail: { metadata: { eventId: 'e-1', correlationId: 'o-1' }, data: { order: { id: 'o-1' } } },
};
const sent = { SentTimestamp: '1764000000000' };
const read = (body: unknown, attributes: Record<string, string> = {}) =>
  readLetter(
    {
      Body: typeof body === 'string' ? body : JSON.stringify(body),
      Attributes: sent,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { StringValue }]),
      ),
    },
    'rewards/award-points',
    'order.id',
  );

describe('a dead letter', () => {
  it('of a rule is the event, with the reason in the attributes', () => {
    const { letter, input } = read(event, {
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'not allowed',
      RETRY_ATTEMPTS: '3',
    });
    expect(letter).toEqual({
      job: 'rewards/award-points',
      kind: 'not delivered',
      event: { id: 'e-1', source: 'shop.checkout', detailType: 'OrderPlaced' },
      key: 'o-1',
      error: 'NO_PERMISSIONS: not allowed',
      attempts: 4,
      at: '2025-11-24T16:00:00.000Z',
    });
    expect(JSON.parse(input)).toEqual(event);
  });

  it('of a function is the record of its invocation', () => {
    const { letter, input } = read({
      timestamp: '2026-11-24T12:00:00.000Z',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: event,
      responsePayload: { errorType: 'TimeoutError', errorMessage: 'no answer' },
    });
    expect(letter).toMatchObject({
      kind: 'not handled',
      event: { id: 'e-1' },
      error: 'TimeoutError: no answer',
      attempts: 3,
      at: '2026-11-24T12:00:00.000Z',
    });
    expect(JSON.parse(input)).toEqual(event);
  });

  it('of an event that grew too old in the queue of its function has no answer, only a condition', () => {
    const requestContext = { condition: 'EventAgeExceeded', approximateInvokeCount: 0 };
    expect(read({ requestContext, requestPayload: event }).letter).toMatchObject({
      kind: 'not handled',
      error: 'EventAgeExceeded',
    });
  });

  it('of a job that refused the event says so', () => {
    const record = { requestContext: { condition: 'Refused', approximateInvokeCount: 1 }, requestPayload: event };
    expect(read({ ...record, responsePayload: { errorType: 'Conflict', errorMessage: 'twice' } }).letter).toMatchObject(
      {
        kind: 'refused',
        error: 'Conflict: twice',
      },
    );
  });

  it('without metadata has the id that EventBridge gave, and the order that the data names', () => {
    expect(read({ ...event, detail: { data: { order: { id: 'o-2' } } } }).letter).toMatchObject({
      event: { id: 'bus-1' },
      key: 'o-2',
    });
  });

  it.each([['no JSON'], ['"text"'], ['[1]'], ['{"detail":1}']])(
    'that is no event (%s) is still given back as it is',
    (body) => {
      const { letter, input } = read(body);
      expect(letter).toMatchObject({ event: null, key: null, kind: 'not delivered' });
      expect(input).toBe(body);
    },
  );
});
