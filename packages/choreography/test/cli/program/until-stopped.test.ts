import { expect, it, vi } from 'vitest';
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

it('What is broken off ends in its own time: nothing else ends the process before, but for another signal', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
  const before = process.listenerCount('SIGINT');
  await untilStopped(async (signal) => {
    // As signal-exit does it, which terminals' cursors are restored by: it ends the process if nobody else listens.
    const heard: number[] = [];
    const restoreCursor = () => heard.push(process.listenerCount('SIGINT') - before - 1);
    process.on('SIGINT', restoreCursor);
    process.emit('SIGINT');
    expect([signal.aborted, heard]).toEqual([true, [1]]);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    process.removeListener('SIGINT', restoreCursor);
  });
  exit.mockRestore();
});

it('Nobody listens when the work is done, or has failed', async () => {
  const before = listeners();
  await untilStopped(async () => {});
  await expect(untilStopped(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(listeners()).toEqual(before);
});
