import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WorkingTime } from '#local/lambda/environment/working-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('Rings after so much working time, without the time that it stood still', () => {
  const time = new WorkingTime();
  const ring = vi.fn();
  time.after(1000, ring);
  vi.advanceTimersByTime(600);
  const resume = time.pause();
  vi.advanceTimersByTime(60_000);
  expect(ring).not.toHaveBeenCalled();
  resume();
  vi.advanceTimersByTime(399);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledOnce();
});

it('Stands still until each pause is over, and goes on from there', () => {
  const time = new WorkingTime();
  const before = time.now();
  const [first, second] = [time.pause(), time.pause()];
  vi.advanceTimersByTime(5000);
  first();
  expect([time.now(), time.isStopped]).toEqual([before, true]);
  second();
  vi.advanceTimersByTime(7);
  expect([time.now(), time.isStopped]).toEqual([before + 7, false]);
});

it('What is called off never rings, and what is begun during a pause rings after it', () => {
  const time = new WorkingTime();
  const [called, calledOff] = [vi.fn(), vi.fn()];
  const resume = time.pause();
  time.after(10, called);
  time.after(10, calledOff)();
  vi.advanceTimersByTime(100);
  resume();
  vi.advanceTimersByTime(10);
  expect(called).toHaveBeenCalledOnce();
  expect(calledOff).not.toHaveBeenCalled();
});
