import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WorkingTime } from '#local/lambda/environment/working-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Also the turn that follows, which Vitest's timers have a millisecond later. */
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds).advanceTimersByTime(1);

const ring = vi.fn();
beforeEach(() => void ring.mockReset());

it('Rings after so much time without a stop: after one, all of it is left again', () => {
  const time = new WorkingTime();
  time.after(1000, ring);
  pass(600);
  const resume = time.pause();
  pass(60_000);
  resume();
  pass(999);
  expect(ring).not.toHaveBeenCalled();
  pass(1);
  expect(ring).toHaveBeenCalledOnce();
});

it('Is not used up by the steps of a debugger', () => {
  const time = new WorkingTime();
  time.after(1000, ring);
  for (let step = 0; step < 100; step++) {
    const resume = time.pause();
    pass(5000);
    resume();
    pass(30);
  }
  expect(ring).not.toHaveBeenCalled();
});

it('Does not ring when a stop is told in the turn in which the time is over', () => {
  const time = new WorkingTime();
  time.after(1000, ring);
  let resume = () => {};
  setTimeout(() => {
    resume = time.pause();
  }, 1000);
  pass(60_000);
  expect(ring).not.toHaveBeenCalled();
  resume();
  pass(1000);
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
  const calledOff = vi.fn();
  const resume = time.pause();
  time.after(10, ring);
  time.after(10, calledOff)();
  pass(100);
  resume();
  pass(10);
  expect(ring).toHaveBeenCalledOnce();
  expect(calledOff).not.toHaveBeenCalled();
});
