import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryBeat } from '#local/lambda/environment/memory-beat.mjs';
import { MemoryWatch } from '#local/lambda/environment/memory-watch.ts';
import { threadMemory } from '#local/lambda/environment/thread-memory.ts';

const MEGABYTE = 2 ** 20;
const LOOK_MS = 50;
const worker = {} as Worker;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A watch of a function with 128 MB, and what its thread uses; the inspector answers 200 MB. */
function watched() {
  const asked = vi.spyOn(threadMemory, 'used').mockResolvedValue(200 * MEGABYTE);
  const exceeded = vi.fn();
  const watch = new MemoryWatch(128, exceeded, () => false);
  let bytes = 0;
  const beat = memoryBeat(watch.shared, () => bytes);
  const uses = (megabytes: number) => {
    bytes = megabytes * MEGABYTE;
  };
  watch.look(worker);
  return { watch, beat, asked, exceeded, uses };
}

it('A thread whose event loop goes round is not asked how much memory it uses', async () => {
  const { watch, beat, asked, exceeded, uses } = watched();
  uses(10);
  beat.begin();
  await vi.advanceTimersByTimeAsync(20 * LOOK_MS);
  expect(watch.used).toBe(10);
  expect(asked).not.toHaveBeenCalled();
  expect(exceeded).not.toHaveBeenCalled();
});

it('One that says that it uses too much is asked, as most of that may be garbage', async () => {
  const { beat, asked, exceeded, uses } = watched();
  uses(129);
  beat.begin();
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(asked).toHaveBeenCalledOnce();
  expect(exceeded).toHaveBeenCalledOnce();
});

it('One that runs without a pause is asked', async () => {
  const { beat, asked, uses } = watched();
  uses(10);
  beat.begin();
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  beat.end();
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(asked).toHaveBeenCalledOnce();
});
