import { byChance, type Chance, chanceNow } from '#local/runtime/chance.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';

interface Alarm {
  readonly due: number;
  readonly number: number;
  readonly ring: () => void;
  /** The source of random values that it rings with: that of the work that set it. */
  readonly chance: Chance | undefined;
  cancelled: boolean;
}

/** A clock whose time changes only when an alarm rings: to the time for which the alarm was set. */
export class VirtualClock implements ServiceClock {
  readonly #alarms: Alarm[] = [];
  #time: number;
  #count = 0;

  /** @param start milliseconds since 1970 */
  constructor(
    start: number,
    private readonly inFlight: Pick<InFlight, 'rest'>,
  ) {
    this.#time = start;
  }

  now(): number {
    return Math.floor(this.#time);
  }

  /** When the next alarm rings; undefined if none is set. */
  get next(): number | undefined {
    this.#dropCancelled();
    return this.#alarms[0]?.due;
  }

  /** The source of random values that the next alarm rings with. */
  get nextChance(): Chance | undefined {
    this.#dropCancelled();
    return this.#alarms[0]?.chance;
  }

  /** Moves the time to the next alarm, and rings it. Returns false if there is none. */
  step(): boolean {
    this.#dropCancelled();
    const alarm = this.#pop();
    if (!alarm) return false;
    this.#time = Math.max(this.#time, alarm.due);
    if (alarm.chance) byChance(alarm.chance, alarm.ring);
    else alarm.ring();
    return true;
  }

  wait(milliseconds: number): Promise<void> {
    return this.waitUncompressed(milliseconds);
  }

  waitUncompressed(milliseconds: number, sooner?: AbortSignal): Promise<void> {
    if (sooner?.aborted) return Promise.resolve();
    const resume = this.inFlight.rest();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        sooner?.removeEventListener('abort', end);
        resume();
        resolve();
      };
      const cancel = this.after(milliseconds, end);
      sooner?.addEventListener('abort', end);
    });
  }

  after(milliseconds: number, ring: () => void): () => void {
    const due = this.#time + Math.max(0, milliseconds);
    const alarm: Alarm = { due, number: this.#count++, ring, chance: chanceNow(), cancelled: false };
    this.#push(alarm);
    return () => {
      alarm.cancelled = true;
    };
  }

  every(milliseconds: number, action: () => void): () => void {
    let cancel = () => {};
    const again = () => {
      cancel = this.after(milliseconds, () => {
        again();
        action();
      });
    };
    again();
    return () => cancel();
  }

  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.after(0, resolve);
    });
  }

  #dropCancelled(): void {
    while (this.#alarms[0]?.cancelled) this.#pop();
  }

  #push(alarm: Alarm): void {
    const heap = this.#alarms;
    let at = heap.push(alarm) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(alarm, heap[parent] as Alarm)) break;
      heap[at] = heap[parent] as Alarm;
      at = parent;
    }
    heap[at] = alarm;
  }

  #pop(): Alarm | undefined {
    const heap = this.#alarms;
    const [first] = heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Alarm, heap[child] as Alarm)) child++;
      if (!isBefore(heap[child] as Alarm, last)) break;
      heap[at] = heap[child] as Alarm;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (a: Alarm, b: Alarm): boolean => a.due < b.due || (a.due === b.due && a.number < b.number);
