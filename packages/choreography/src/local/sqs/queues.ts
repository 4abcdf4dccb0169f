import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { forgetDeduplication } from './deduplication.ts';
import { type Attributes, Queue, type QueueClock } from './queue.ts';
import { noSuchQueue } from './sqs-error.ts';

export interface QueueOwner {
  readonly region: string;
  readonly account: string;
  /** The URL that clients reach the gateway at: asked for with every answer, so it may be known late. */
  endpoint(): string;
}

/** Where the messages of a queue go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The queues of one account in one region. */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  /** Listeners outlive a queue that is made again: they belong to the ARN. */
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(
    readonly owner: QueueOwner,
    readonly clock: QueueClock,
    private readonly journal: Journal = NO_JOURNAL,
    /** Is told of the requests to them. */
    readonly count: OnOperation = UNCOUNTED,
  ) {}

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  create(name: string, attributes: Attributes): Queue {
    const queue = new Queue(name, this.arnOf(name), attributes, this.clock, this.journal);
    queue.onVisible(() => {
      for (const tell of this.#listeners.get(queue.arn) ?? []) tell();
    });
    this.#queues.set(name, queue);
    return queue;
  }

  delete(queue: Queue): void {
    this.#queues.delete(queue.name);
    queue.delete();
  }

  named(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  withArn(arn: string): Queue | undefined {
    const queue = this.named(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  /** @throws SqsError QueueDoesNotExist */
  at(url: unknown): Queue {
    const queue = typeof url === 'string' ? this.named(url.slice(url.lastIndexOf('/') + 1)) : undefined;
    if (!queue) throw noSuchQueue();
    return queue;
  }

  /** Calls the listener whenever messages of a queue have become visible, until the returned function is called. The queue may be made later. */
  onVisible(arn: string, listener: () => void): () => void {
    const told = this.#listeners.get(arn) ?? new Set();
    this.#listeners.set(arn, told.add(listener));
    return () => told.delete(listener);
  }

  /** Restores the messages of another run into the queues; returns the names of the queues that got theirs, and of those that are gone, whose messages are dropped. */
  restore(): { kept: string[]; dropped: string[] } {
    const kept = this.all().filter((queue) => queue.restore() > 0);
    const ours = `message/${this.arnOf('')}`;
    const names = this.journal.entries(ours).map(([key]) => key.slice(ours.length, key.lastIndexOf('/')));
    const dropped = [...new Set(names)].filter((name) => !this.named(name));
    forgetDeduplication(this.journal, this.arnOf(''), (arn) => this.withArn(arn) !== undefined);
    for (const name of dropped)
      for (const kind of ['message', 'receipt']) this.journal.deleteAll(`${kind}/${this.arnOf(name)}/`);
    return { kept: kept.map(({ name }) => name), dropped };
  }

  /** Where the dead letters of a queue go; undefined if nowhere, or to a queue that is not there. */
  deadLettersOf(queue: Queue): { queue: Queue; maxReceiveCount: number } | undefined {
    const policy = redrivePolicyOf(queue);
    const target = policy && this.withArn(policy.deadLetterTargetArn);
    return target && { queue: target, maxReceiveCount: Number(policy.maxReceiveCount) };
  }

  /** The queues whose dead letters go to a queue. */
  sourcesOf(deadLetterQueue: Queue): Queue[] {
    return this.all().filter((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === deadLetterQueue.arn);
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.owner.region}:${this.owner.account}:${name}`;
  }

  urlOf(name: string): string {
    return `${this.owner.endpoint()}/${this.owner.account}/${name}`;
  }

  stop(): void {
    for (const queue of this.all()) queue.stop();
  }
}

function redrivePolicyOf({ attributes }: Queue): RedrivePolicy | undefined {
  return attributes.RedrivePolicy ? (JSON.parse(attributes.RedrivePolicy) as RedrivePolicy) : undefined;
}
