import { describe, expect, it } from 'vitest';
import { readDeadLetter } from '#contracts/dead-letter.ts';
import { BookLent } from '../library/events.ts';
import { delivered } from '../library/said.ts';

const event = JSON.parse(JSON.stringify(delivered(BookLent, { data: {} })));
const SENT_AT = '2026-11-24T12:00:00.000Z';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:count-loan';

const read = (body: unknown, attributes: Record<string, string> = {}) =>
  readDeadLetter({
    Body: typeof body === 'string' ? body : JSON.stringify(body),
    Attributes: { SentTimestamp: String(Date.parse(SENT_AT)) },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { StringValue }]),
    ),
  });

describe('a message in a dead-letter queue', () => {
  it('is read when Lambda, or the job itself, wrote the record of an invocation', () => {
    const record = {
      timestamp: '2026-11-24T11:59:00.000Z',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3, functionArn: `${FUNCTION}:$LATEST` },
      requestPayload: event,
      responsePayload: { errorType: 'TimeoutError', errorMessage: 'no answer' },
    };
    expect(read(record)).toEqual({
      kind: 'not handled',
      input: JSON.stringify(event),
      event,
      error: 'TimeoutError: no answer',
      attempts: 3,
      at: record.timestamp,
      target: `${FUNCTION}:$LATEST`,
    });
    const refused = { ...record, requestContext: { condition: 'Refused' } };
    expect(read(refused)).toMatchObject({ kind: 'refused', attempts: null, target: null });
  });

  it('has the condition as its error when no attempt was answered', () => {
    const requestContext = { condition: 'EventAgeExceeded', approximateInvokeCount: 0 };
    expect(read({ requestContext, requestPayload: event })).toMatchObject({ error: 'EventAgeExceeded', at: SENT_AT });
    expect(read({ requestContext, requestPayload: event, responsePayload: null }).error).toBe('EventAgeExceeded');
    expect(read({ requestPayload: event }).error).toBe('Error: no message');
  });

  it('is read when EventBridge could not deliver the event', () => {
    const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'Lambda refused', RETRY_ATTEMPTS: '185' };
    expect(read(event, { ...attributes, TARGET_ARN: FUNCTION })).toEqual({
      kind: 'not delivered',
      input: JSON.stringify(event),
      event,
      error: 'NO_PERMISSIONS: Lambda refused',
      attempts: 186,
      at: SENT_AT,
      target: FUNCTION,
    });
    expect(read(event)).toMatchObject({
      error: 'NotDelivered: EventBridge could not deliver the event',
      attempts: null,
      target: null,
    });
  });

  it('is read when Lambda sent it to the dead-letter queue of the function itself', () => {
    const attributes = { RequestID: 'r-1', ErrorCode: '200', ErrorMessage: 'the printer is off' };
    expect(read(event, attributes)).toMatchObject({
      kind: 'not handled',
      event,
      error: 'Error: the printer is off',
      target: null,
    });
  });

  it.each(['no JSON', '"text"', '{}', 'null', '[1]', '{"detail-type":"x"}'])(
    'that is no event (%s) is still given back as it is',
    (body) => {
      expect(read(body)).toMatchObject({ event: null, input: body, kind: 'not delivered' });
    },
  );

  it('tells of the record of what is no event what it can', () => {
    expect(read({ requestPayload: 1, requestContext: 'no', responsePayload: { errorType: 7 } })).toMatchObject({
      event: null,
      input: '1',
      error: 'Error: no message',
      attempts: null,
    });
  });

  it.each(['id', 'source', 'time', 'detail-type', 'detail'])('holds no event without its %s', (part) => {
    expect(read({ ...event, [part]: undefined }).event).toBeNull();
  });

  it('holds no event when nobody can tell its time', () => {
    expect(read({ ...event, time: 'soon' }).event).toBeNull();
  });
});
