import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';

/** "The deduplication interval" is five minutes. */
const INTERVAL_MS = 5 * 60 * 1000;

interface Remembered<Sent> {
  readonly message: Sent;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/** What a FIFO queue or topic remembers of the messages that were sent, to take none of them twice: also in the next run, if there is a journal. */
export class Deduplication<Sent> {
  readonly #sent = new Map<string, Remembered<Sent>>();
  readonly #below: string;

  constructor(
    private readonly now: () => number,
    arn: string,
    private readonly journal: Journal = NO_JOURNAL,
  ) {
    this.#below = `deduplication/${arn}/`;
  }

  /** The message that was sent with the same id within the interval. */
  find(key: string): Sent | undefined {
    this.#forget();
    return this.#sent.get(key)?.message;
  }

  remember(key: string, message: Sent): void {
    const remembered = { message, until: this.now() + INTERVAL_MS };
    this.#sent.set(key, remembered);
    this.journal.put(this.#below + key, remembered);
  }

  /** Restores what the journal has of another run. */
  restore(): void {
    const kept = this.journal.entries(this.#below) as [string, Remembered<Sent>][];
    kept.sort(([, a], [, b]) => a.until - b.until);
    for (const [key, remembered] of kept) this.#sent.set(key.slice(this.#below.length), remembered);
    this.#forget();
  }

  /** They are in the order in which they are forgotten. */
  #forget(): void {
    for (const [key, { until }] of this.#sent) {
      if (until > this.now()) return;
      this.#sent.delete(key);
      this.journal.delete(this.#below + key);
    }
  }
}

/** Has a journal forget the messages that were sent to queues or topics that are gone, of those whose ARN begins so. */
export function forgetDeduplication(journal: Journal, begin: string, isThere: (arn: string) => boolean): void {
  const arns = new Set(journal.entries(`deduplication/${begin}`).map(([key]) => key.split('/')[1] ?? ''));
  for (const arn of arns) if (!isThere(arn)) journal.deleteAll(`deduplication/${arn}/`);
}
