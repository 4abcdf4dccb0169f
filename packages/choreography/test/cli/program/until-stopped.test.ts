import { expect, it } from 'vitest';
import { stopOf, untilStopped } from '#cli/program/until-stopped.ts';

const listeners = () => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s breaks off what is under way, which nobody listens for afterwards',
  async (name) => {
    const before = listeners();
    const work = untilStopped(async (signal) => {
      await stopOf(signal);
      return 'broken off';
    });
    process.emit(name);
    expect(await work).toBe('broken off');
    expect(listeners()).toEqual(before);
  },
);

it('Nobody listens when the work is done, or has failed', async () => {
  const before = listeners();
  await untilStopped(async () => {});
  await expect(untilStopped(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(listeners()).toEqual(before);
});
