import { AwsError } from '#local/gateway/aws-error.ts';
import { uuid } from '#local/runtime/chance.ts';
import { Deduplication, forgetDeduplication } from '#local/sqs/deduplication.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';

export type Attributes = Record<string, string>;

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Attributes;
  /** Whether a message passes the filter policy; undefined without one. */
  filter: ((message: FilteredMessage) => boolean) | undefined;
}

/** What filter policies look at. */
export interface FilteredMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue?: string }>>;
}

export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly isFifo: boolean;
  readonly attributes: Attributes;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
  readonly deduplication: Deduplication<string>;
  sequence: number;
}

export const invalidParameter = (reason: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);

/** The topics of one account in one region. */
export class Topics {
  readonly #topics = new Map<string, Topic>();

  constructor(
    private readonly owner: { readonly region: string; readonly account: string },
    readonly now: () => number,
    private readonly journal: Journal = NO_JOURNAL,
  ) {}

  /** Restores what FIFO topics remember of another run. */
  restore(): void {
    for (const topic of this.all()) {
      topic.deduplication.restore();
      topic.sequence = (this.journal.get(`sequence/${topic.arn}`) as number | undefined) ?? 0;
    }
    forgetDeduplication(this.journal, this.#arnOf(''), (arn) => this.find(arn) !== undefined);
  }

  all(): Topic[] {
    return [...this.#topics.values()];
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  /** Throws SNS's NotFound. */
  get(arn: string | undefined): Topic {
    if (!arn) throw invalidParameter('TopicArn Reason: no value for required parameter');
    const parts = arn.split(':').length;
    if (parts < 6) throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${parts}`);
    const topic = this.find(arn);
    if (!topic) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return topic;
  }

  create(name: string, attributes: Attributes, tags: Attributes): Topic {
    const arn = this.#arnOf(name);
    const existing = this.find(arn);
    if (existing) {
      if (differs(attributes, (key) => existing.attributes[key]))
        throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
      if (differs(tags, (key) => existing.tags.get(key)))
        throw invalidParameter('Tags Reason: Topic already exists with different tags');
      return existing;
    }
    const topic: Topic = {
      arn,
      name,
      attributes: { ...attributes },
      isFifo: name.endsWith('.fifo'),
      tags: new Map(Object.entries(tags)),
      subscriptions: new Map(),
      deduplication: new Deduplication(this.now, arn, this.journal),
      sequence: 0,
    };
    this.#topics.set(arn, topic);
    return topic;
  }

  delete(arn: string): void {
    this.#topics.delete(arn);
    this.journal.deleteAll(`deduplication/${arn}/`);
    this.journal.delete(`sequence/${arn}`);
  }

  /** The sequence number of a FIFO topic's next message. */
  nextSequenceNumber(topic: Topic): string {
    this.journal.put(`sequence/${topic.arn}`, ++topic.sequence);
    return String(topic.sequence).padStart(20, '1');
  }

  subscribe(topic: Topic, protocol: string, endpoint: string, attributes: Attributes): Subscription {
    const same = [...topic.subscriptions.values()].find(
      (one) => one.protocol === protocol && one.endpoint === endpoint,
    );
    if (same) {
      if (differs(attributes, (key) => same.attributes[key]))
        throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      return same;
    }
    const arn = `${topic.arn}:${uuid()}`;
    const subscription = {
      arn,
      topicArn: topic.arn,
      protocol,
      endpoint,
      attributes: { ...attributes },
      filter: undefined,
    };
    topic.subscriptions.set(arn, subscription);
    return subscription;
  }

  subscription(arn: string): Subscription | undefined {
    return this.all()
      .map(({ subscriptions }) => subscriptions.get(arn))
      .find(Boolean);
  }

  #arnOf(name: string): string {
    return `arn:aws:sns:${this.owner.region}:${this.owner.account}:${name}`;
  }
}

function differs(given: Attributes, known: (key: string) => string | undefined): boolean {
  return Object.entries(given).some(([key, value]) => known(key) !== undefined && known(key) !== value);
}
