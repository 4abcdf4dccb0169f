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

test.each([
  ['while it may come again', ['second']],
  ['for ever', []],
] as const)(
  'a run that records its effect after its claim ended says nothing but what the other run recorded, remembered %s',
  async (remembers, said) => {
    const { performOnce } = await import('#jobs/once/perform-once.ts');
    const key = `late ${remembers}`;
    const incoming = { data: {}, key, eventId: 'e-late', correlationId: 'late', hops: 1 };
    const run = (perform: () => Promise<string>) =>
      attempt(
        (context) =>
          performOnce(
            { ...confirm, remembers },
            async () => [say(ReservationConfirmed, { reservation: { id: 'late' }, messageId: await perform() })],
            incoming,
            context,
          ),
        [],
        'one-request',
      );

    const overtaken = await run(async () => {
      vi.setSystemTime(Date.now() + 61_000);
      const second = await run(async () => 'second');
      expect(second).toMatchObject({ ending: 'returned', said: [{ DetailType: 'ReservationConfirmed' }] });
      return 'first';
    });

    expect(overtaken.ending).toBe('returned');
    expect(overtaken.said.map(({ Detail = '' }) => JSON.parse(Detail).data.messageId)).toEqual(said);
  },
);

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
