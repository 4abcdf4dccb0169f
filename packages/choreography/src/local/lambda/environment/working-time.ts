interface Alarm {
  readonly ring: () => void;
  /** Milliseconds that were left when its timer was last set. */
  left: number;
  setAt: number;
  timer?: NodeJS.Timeout;
}

/**
 * The real time by which code is limited: it stands still while a debugger has stopped somewhere, since a person takes longer
 * than any function may. Times are in milliseconds.
 */
export class WorkingTime {
  readonly #alarms = new Set<Alarm>();
  /** What threads read it by: the real time at which it stands still, or 0, and how long it has stood still before. */
  readonly #shared = new BigInt64Array(new SharedArrayBuffer(16));
  #pauses = 0;

  /** Memory by which a thread reads it: see `working-time.mjs`. */
  get shared(): SharedArrayBuffer {
    return this.#shared.buffer as SharedArrayBuffer;
  }

  get isStopped(): boolean {
    return this.#pauses > 0;
  }

  /** Milliseconds since 1970, less those that it has stood still. */
  now(): number {
    const stoppedAt = Number(Atomics.load(this.#shared, 0));
    return (stoppedAt || Date.now()) - Number(Atomics.load(this.#shared, 1));
  }

  /** Does something once after some milliseconds of working time; what is returned calls it off. The process does not wait for it. */
  after(milliseconds: number, action: () => void): () => void {
    const alarm: Alarm = {
      left: milliseconds,
      setAt: performance.now(),
      ring: () => {
        this.#alarms.delete(alarm);
        action();
      },
    };
    this.#alarms.add(alarm);
    if (this.#pauses === 0) this.#start(alarm);
    return () => {
      clearTimeout(alarm.timer);
      this.#alarms.delete(alarm);
    };
  }

  /** Lets it stand still until what is returned is called, once for each time that it was paused. */
  pause(): () => void {
    if (this.#pauses++ === 0) {
      Atomics.store(this.#shared, 0, BigInt(Date.now()));
      for (const alarm of this.#alarms) {
        clearTimeout(alarm.timer);
        alarm.left -= performance.now() - alarm.setAt;
      }
    }
    return () => {
      if (--this.#pauses > 0) return;
      const [stoppedAt = 0n, lost = 0n] = this.#shared;
      Atomics.store(this.#shared, 1, lost + BigInt(Date.now()) - stoppedAt);
      Atomics.store(this.#shared, 0, 0n);
      for (const alarm of this.#alarms) this.#start(alarm);
    };
  }

  #start(alarm: Alarm): void {
    alarm.setAt = performance.now();
    alarm.timer = setTimeout(alarm.ring, Math.max(0, alarm.left)).unref();
  }
}
