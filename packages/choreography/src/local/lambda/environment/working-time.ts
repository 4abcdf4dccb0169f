interface Alarm {
  readonly milliseconds: number;
  readonly action: () => void;
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

  /** Lets it stand still until what is returned is called, once for each time that it was paused. */
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
