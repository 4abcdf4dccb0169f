import { describe, expect, it } from 'vitest';
import { readDeadLetter } from '#monitor/dead-letter.ts';
import { BookLent } from '../library/events.ts';
import { delivered } from '../library/said.ts';

const event = delivered(BookLent, { data: {} });
const sentAt = new Date('2026-11-24T12:00:00Z');

describe('a message in a dead-letter queue', () => {
  it('is read when Lambda, or the job itself, wrote it', () => {
    const record = {
      timestamp: '2026-11-24T11:59:00.000Z',
      requestContext: { approximateInvokeCount: 3 },
      requestPayload: event,
      responsePayload: { errorType: 'ContractViolated', errorMessage: 'it does not fit' },
    };
    expect(readDeadLetter(JSON.stringify(record), {}, sentAt)).toEqual({
      event,
      error: 'ContractViolated: it does not fit',
      attempts: 3,
      at: record.timestamp,
    });
  });

  it('is read when EventBridge could not deliver the event', () => {
    const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'Lambda refused', RETRY_ATTEMPTS: '185' };
    expect(readDeadLetter(JSON.stringify(event), attributes, sentAt)).toEqual({
      event,
      error: 'NO_PERMISSIONS: Lambda refused',
      attempts: 186,
      at: sentAt.toISOString(),
    });
  });

  it.each(['no JSON', '{}', 'null', '[]', '{"requestPayload":1}'])('is left alone when it is %s', (body) => {
    expect(readDeadLetter(body, {}, sentAt)).toBeUndefined();
  });

  it.each(['id', 'source', 'time', 'detail-type', 'detail'])('is left alone when its event has no %s', (part) => {
    const without = JSON.stringify({ ...event, [part]: undefined });
    expect(readDeadLetter(without, {}, sentAt)).toBeUndefined();
  });

  it('is left alone when nobody can tell the time of its event', () => {
    expect(readDeadLetter(JSON.stringify({ ...event, time: 'soon' }), {}, sentAt)).toBeUndefined();
  });
});
