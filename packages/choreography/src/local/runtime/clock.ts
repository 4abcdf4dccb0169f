import type { InFlight } from './in-flight.ts';

/**
 * AWS waits minutes between retries; a clock that runs waits a sixtieth of it, so that a retry after a minute comes after a
 * second.
 */
const COMPRESSION = 60;

/** The longest that a timer of Node can be, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What the services ask of a clock. */
export type ServiceClock = Pick<Clock, 'now' | 'wait' | 'waitUncompressed' | 'after' | 'every' | 'turn'>;

/** Something that happens at a time of the clock. */
interface Alarm {
  readonly ring: () => void;
  /** How much of the clock's time passes in real time, while the clock runs. */
  readonly speed: number;
  /** Milliseconds of the clock's time that were left when its timer was last set. */
  left: number;
  setAt: number;
  /** When it rings, in the clock's time, while the clock is held. */
  due: number;
  timer?: NodeJS.Timeout;
}

/**
 * The one source of time of the runtime. It runs with the real time until it is held; then it only moves on request.
 * A move makes all that falls due happen in order, each at its own time, and each with all that follows from it before the
 * next. The clock never goes back: released, it runs on from where it was held.
 */
export class Clock {
  readonly #alarms = new Set<Alarm>();
  readonly #moveListeners: ((milliseconds: number) => void)[] = [];
  #onSet = (): void => {};
  /** What functions read the time by, in their own threads: when it is held, or 0, and how far it is ahead of real time. */
  readonly #shared = new BigInt64Array(new SharedArrayBuffer(16));
  #heldAt: number | undefined;
  /** Whether it was held by a command, and how many pauses hold it. */
  #isToStand = false;
  #pauses = 0;
  #ahead = 0;
  #moves: Promise<unknown> = Promise.resolve();

  /** @param onFault called with an error in what falls due, which stops neither the clock nor what falls due after it */
  constructor(
    private readonly inFlight: Pick<InFlight, 'rest' | 'settled'> = NOTHING_IN_FLIGHT,
    private readonly onFault: (error: Error) => void = console.error,
  ) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.#heldAt ?? Date.now() + this.#ahead;
  }

  get held(): boolean {
    return this.#heldAt !== undefined;
  }

  /** How much waits for the clock. */
  get waiting(): number {
    return this.#alarms.size;
  }

  /** Memory from which a thread reads the time: see `lambda/clock-date.mjs`. */
  get shared(): SharedArrayBuffer {
    return this.#shared.buffer as SharedArrayBuffer;
  }

  /**
   * Waits as AWS would between two attempts, in milliseconds: a sixtieth of it while the clock runs, exactly while it is
   * held. To be called within work that is tracked as in flight, which it is not while it waits.
   */
  wait(milliseconds: number): Promise<void> {
    return this.#rest(milliseconds, COMPRESSION);
  }

  /** Waits just so long, or until a signal comes. To be called as `wait` is. */
  waitUncompressed(milliseconds: number, sooner: AbortSignal): Promise<void> {
    return this.#rest(milliseconds, 1, sooner);
  }

  /** Waits until all that was begun in this turn of the event loop has come. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Does something once after some milliseconds, which are not compressed; what is returned calls it off. */
  after(milliseconds: number, action: () => void): () => void {
    const alarm = this.#set(milliseconds, 1, action);
    return () => this.#unset(alarm);
  }

  /** Does something again and again, every so many milliseconds, which are not compressed; what is returned ends it. */
  every(milliseconds: number, action: () => void): () => void {
    let cancel = () => {};
    const next = () => {
      cancel = this.after(milliseconds, () => {
        next();
        action();
      });
    };
    next();
    return () => cancel();
  }

  /** Calls the listener with each move's milliseconds, for what keeps times of its own. */
  onMove(listener: (milliseconds: number) => void): void {
    this.#moveListeners.push(listener);
  }

  /** Restores the clock of another run: how far it is ahead of real time and, if it was held, at what time. To be called before anything waits. */
  restore({ ahead, heldAt }: { ahead: number; heldAt?: number }): void {
    this.#ahead = ahead;
    Atomics.store(this.#shared, 1, BigInt(ahead));
    if (heldAt !== undefined) this.#standAt(heldAt);
  }

  /** How it is set, for `restore`. */
  get setting(): { ahead: number; heldAt?: number } {
    return { ahead: this.#ahead, ...(this.#heldAt !== undefined && { heldAt: this.#heldAt }) };
  }

  /** Calls the listener whenever the clock is held, moved or released. */
  onSet(listener: () => void): void {
    this.#onSet = listener;
  }

  /** Holds the clock. */
  hold(): void {
    this.#isToStand = true;
    this.#stand();
  }

  /** Releases the clock: it runs on from the time at which it was held. */
  release(): void {
    this.#isToStand = false;
    if (this.#pauses === 0) this.#run();
  }

  /** Holds the clock, even if it is released, until the returned function is called. */
  pause(): () => void {
    this.#pauses++;
    this.#stand();
    return () => {
      if (--this.#pauses === 0 && !this.#isToStand) this.#run();
    };
  }

  #stand(): void {
    if (this.#heldAt !== undefined) return;
    const now = this.now();
    this.#standAt(now);
    for (const alarm of this.#alarms) {
      clearTimeout(alarm.timer);
      alarm.due = now + Math.max(0, Math.ceil(alarm.left - (performance.now() - alarm.setAt) * alarm.speed));
    }
  }

  #run(): void {
    if (this.#heldAt === undefined) return;
    const now = this.#heldAt;
    this.#ahead = now - Date.now();
    this.#heldAt = undefined;
    Atomics.store(this.#shared, 1, BigInt(this.#ahead));
    Atomics.store(this.#shared, 0, 0n);
    for (const alarm of this.#alarms) this.#start(alarm, alarm.due - now);
    this.#onSet();
  }

  /**
   * Moves the clock to a time, in milliseconds since 1970, and resolves when all that fell due by then has happened, and
   * all that follows from it. A clock that ran runs on afterwards. Throws a RangeError for a time that is over.
   */
  moveTo(time: number): Promise<void> {
    return this.#afterOtherMoves(() => this.#move(time));
  }

  /** Moves the clock by some milliseconds, as `moveTo` does. */
  moveBy(milliseconds: number): Promise<void> {
    return this.#afterOtherMoves(() => this.#move(this.now() + milliseconds));
  }

  /** Nothing happens any more. */
  stop(): void {
    for (const alarm of this.#alarms) this.#unset(alarm);
  }

  async #move(time: number): Promise<void> {
    if (time < this.now()) throw new RangeError('The clock does not go back.');
    const ran = !this.held;
    this.#stand();
    await this.inFlight.settled();
    for (let next = this.#nextUntil(time); next; next = this.#nextUntil(time)) {
      this.#standAt(next.due);
      this.#ring(next);
      await this.inFlight.settled();
    }
    this.#standAt(time);
    if (ran && !this.#isToStand && this.#pauses === 0) this.#run();
  }

  #afterOtherMoves(move: () => Promise<void>): Promise<void> {
    const moved = this.#moves.then(move);
    this.#moves = moved.catch(() => {});
    return moved;
  }

  #rest(milliseconds: number, speed: number, sooner?: AbortSignal): Promise<void> {
    if (sooner?.aborted) return Promise.resolve();
    const resume = this.inFlight.rest();
    return new Promise((resolve) => {
      const end = () => {
        this.#unset(alarm);
        sooner?.removeEventListener('abort', end);
        resume();
        resolve();
      };
      const alarm = this.#set(milliseconds, speed, end);
      sooner?.addEventListener('abort', end);
    });
  }

  #nextUntil(time: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.due <= time && !(next && next.due <= alarm.due)) next = alarm;
    return next;
  }

  #standAt(time: number): void {
    const moved = this.#heldAt === undefined ? 0 : time - this.#heldAt;
    this.#heldAt = time;
    Atomics.store(this.#shared, 0, BigInt(time));
    if (moved > 0) for (const listener of this.#moveListeners) listener(moved);
    this.#onSet();
  }

  #set(milliseconds: number, speed: number, ring: () => void): Alarm {
    const left = Math.max(0, Math.ceil(milliseconds));
    const alarm: Alarm = { ring, speed, left, setAt: 0, due: this.now() + left };
    this.#alarms.add(alarm);
    if (!this.held) this.#start(alarm, left);
    return alarm;
  }

  /** Sets the timer of an alarm, which does not keep the process alive. */
  #start(alarm: Alarm, left: number): void {
    alarm.left = left;
    alarm.setAt = performance.now();
    const real = left / alarm.speed;
    alarm.timer = setTimeout(
      () => (real > MAX_TIMER_MS ? this.#start(alarm, left - MAX_TIMER_MS * alarm.speed) : this.#ring(alarm)),
      Math.min(real, MAX_TIMER_MS),
    ).unref();
  }

  #ring(alarm: Alarm): void {
    this.#unset(alarm);
    try {
      alarm.ring();
    } catch (error) {
      this.onFault(error as Error);
    }
  }

  #unset(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    this.#alarms.delete(alarm);
  }
}

const NOTHING_IN_FLIGHT: Pick<InFlight, 'rest' | 'settled'> = { rest: () => () => {}, settled: async () => {} };
