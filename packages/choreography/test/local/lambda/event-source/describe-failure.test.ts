import { expect, it } from 'vitest';
import { describeFailure } from '#local/lambda/event-source/describe-failure.ts';
import { sentence } from '#local/runtime/notice.ts';

const event = { id: 'e-1', 'detail-type': 'BookLent', detail: {} };
const logged = [
  'START RequestId: r-1',
  JSON.stringify({ level: 'ERROR', eventId: 'e-2', error: { name: 'TypeError', message: 'of another event' } }),
  JSON.stringify({ level: 'ERROR', eventId: 'e-1', error: { name: 'RangeError', message: 'it is broken' } }),
].join('\n');
const told = (body: object, received: number, log = logged) =>
  sentence(
    describeFailure(
      'desk_lend',
      { Body: JSON.stringify(body), Attributes: { ApproximateReceiveCount: `${received}` } },
      log,
    ),
  );

it('an attempt from the retry queue counts on from those before it, and has the error that was logged of the event', () => {
  const record = { requestContext: { approximateInvokeCount: 3 }, requestPayload: event };
  expect(told(record, 1)).toBe('desk_lend failed (attempt 4, from its retry queue): RangeError: it is broken');
  expect(told(record, 2)).toContain('(attempt 5, from its retry queue)');
});

it('a message that is the event itself is told likewise, and one of which nothing was logged without its error', () => {
  expect(told(event, 2)).toBe('desk_lend failed (attempt 2, from its queue): RangeError: it is broken');
  expect(told(event, 1, '')).toBe('desk_lend failed (attempt 1, from its queue): it named the message as failed');
  expect(told({}, 1)).toContain('it named the message as failed');
});
