interface Alarm {
  readonly milliseconds: number;
  readonly action: () => void;
  timer?: NodeJS.Timeout;
}

/**
 * The real time by which code is limited. It stops while a debugger has paused a thread, since a person takes longer
 * than any function may. Times are in milliseconds.
 */
export class WorkingTime {
  readonly #alarms = new Set<Alarm>();
  /** Shared with threads: the real time at which it was stopped, or 0, and how long it was stopped before. */
  readonly #shared = new BigInt64Array(new SharedArrayBuffer(16));
  #pauses = 0;

  /** Memory by which a thread reads it: see `working-time.mjs`. */
  get shared(): SharedArrayBuffer {
    return this.#shared.buffer as SharedArrayBuffer;
  }

  get isStopped(): boolean {
    return this.#pauses > 0;
  }

  /** Milliseconds since 1970, less those for which it was stopped. */
  now(): number {
    const stoppedAt = Number(Atomics.load(this.#shared, 0));
    return (stoppedAt || Date.now()) - Number(Atomics.load(this.#shared, 1));
  }

  /**
   * Does something once after some milliseconds; what is returned calls it off. After a pause all of them are left again, since many
   * short steps of a debugger would use them up. The process does not wait for it.
   */
  after(milliseconds: number, action: () => void): () => void {
    const alarm: Alarm = { milliseconds, action };
    this.#alarms.add(alarm);
    if (!this.isStopped) this.#start(alarm);
    return () => {
      clearTimeout(alarm.timer);
      this.#alarms.delete(alarm);
    };
  }

  /** Stops the time. Returns a function that resumes it: to be called once for each pause. */
  pause(): () => void {
    if (this.#pauses++ === 0) {
      Atomics.store(this.#shared, 0, BigInt(Date.now()));
      for (const alarm of this.#alarms) clearTimeout(alarm.timer);
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
    alarm.timer = setTimeout(() => {
      // That a debugger has stopped the code in time may be told only now.
      setImmediate(() => {
        if (!this.isStopped && this.#alarms.delete(alarm)) alarm.action();
      });
    }, alarm.milliseconds).unref();
  }
}
