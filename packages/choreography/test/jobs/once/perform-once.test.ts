import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { say } from '#jobs/say.ts';
import { attempt } from '#testing/once/attempt.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';
import { confirm, ReservationConfirmed } from '../reservations.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await aWorkbench();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
  return bench.stop();
});

test('a run that records its effect after its claim ended says what the other run recorded, and nothing else', async () => {
  const { performOnce } = await import('#jobs/once/perform-once.ts');
  const incoming = { data: {}, key: 'late', eventId: 'e-late', correlationId: 'late', hops: 1 };
  const run = (perform: () => Promise<string>) =>
    attempt(
      (context) =>
        performOnce(
          confirm,
          async () => [say(ReservationConfirmed, { reservation: { id: 'late' }, messageId: await perform() })],
          incoming,
          context,
        ),
      [],
      'one-request',
    );

  const overtaken = await run(async () => {
    vi.setSystemTime(Date.now() + 61_000);
    expect((await run(async () => 'second')).ending).toBe('returned');
    return 'first';
  });

  expect(overtaken.ending).toBe('returned');
  expect(overtaken.said.map(({ Detail = '' }) => JSON.parse(Detail).data.messageId)).toEqual(['second']);
});

test('an effect is not begun when the wait for another run left too little time, and can be tried again at once', async () => {
  const { performOnce } = await import('#jobs/once/perform-once.ts');
  const incoming = { data: {}, key: 'hurried', eventId: 'e-hurried', correlationId: 'hurried', hops: 1 };
  const perform = vi.fn(async () => []);

  const hurried = performOnce(confirm, perform, incoming, { getRemainingTimeInMillis: () => 3000 });
  await expect(hurried).rejects.toThrow('desk/confirm has too little time left for hurried');
  expect(perform).not.toHaveBeenCalled();

  const rested = performOnce(confirm, perform, incoming, { getRemainingTimeInMillis: () => 10_000 });
  expect(await rested).toBe('done');
});
