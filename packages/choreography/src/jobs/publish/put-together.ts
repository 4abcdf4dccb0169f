import type { RemainingTime } from '#jobs/deadline.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import { MAX_ENTRIES, type NotTaken, putEntries } from './put-entries.ts';

/** The invocations that handle several events at a time, each by its context. */
const underWay = new WeakMap<RemainingTime, PutTogether>();

/** What puts events together in an invocation; undefined if it handles one event. */
export const togetherIn = (invocation: RemainingTime): PutTogether | undefined => underWay.get(invocation);

/** Runs what one invocation has to do for several events, all at the same time; what they say is put on the bus together. */
export async function runTogether<Result>(
  invocation: RemainingTime,
  runs: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  const together = new PutTogether(runs.length, invocation);
  underWay.set(invocation, together);
  try {
    return await Promise.all(runs.map((run) => run().finally(() => together.end())));
  } finally {
    underWay.delete(invocation);
  }
}

/** What waits for others is put after so many milliseconds at the latest: a run may take long that contends with others. */
const PATIENCE_MS = 50;

interface Waiting {
  readonly entries: readonly EventEntry[];
  readonly resolve: (notTaken: NotTaken[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Puts what several runs say with one request: when a request is full, when no run is left that may say something, or after a while. */
class PutTogether {
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Runs that have ended, or wait until what they say is put. */
  #idle = 0;

  constructor(
    private readonly runs: number,
    private readonly remaining: RemainingTime,
  ) {}

  /** Resolves when a run's entries were put, to those of them that EventBridge did not take; rejects if their request fails. */
  async put(entries: readonly EventEntry[]): Promise<NotTaken[]> {
    this.#idle++;
    try {
      return await new Promise<NotTaken[]>((resolve, reject) => {
        this.#waiting.push({ entries, resolve, reject });
        this.#timer ??= setTimeout(() => this.#putWaiting(), PATIENCE_MS);
        this.#putIfReady();
      });
    } finally {
      this.#idle--;
    }
  }

  /** A run has ended. */
  end(): void {
    this.#idle++;
    this.#putIfReady();
  }

  #putIfReady(): void {
    const entries = this.#waiting.reduce((sum, each) => sum + each.entries.length, 0);
    if (entries > 0 && (entries >= MAX_ENTRIES || this.#idle === this.runs)) this.#putWaiting();
  }

  #putWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
    putEntries(
      waiting.flatMap(({ entries }) => entries),
      this.remaining,
    ).then(
      (notTaken) => {
        for (const { entries, resolve } of waiting) resolve(notTaken.filter(({ entry }) => entries.includes(entry)));
      },
      (error) => {
        for (const { reject } of waiting) reject(error);
      },
    );
  }
}
