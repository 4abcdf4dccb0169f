import { familyName, sharedValue } from '#cost/limits/partition-limits.ts';
import { type QuotaName, quotaOf } from '#cost/prices/quotas.ts';
import type { TemplateFacts } from '#cost/template-facts.ts';
import { dynamoDbError } from '#local/dynamodb/dynamodb-error.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { Bucket } from './bucket.ts';

/** What was asked of what is limited, over all that is limited in the same way. */
export interface LimitedUse {
  readonly family: string;
  /** For how many requests there was no capacity when they came, each sampled one once. */
  refused: number;
  /** Since when it was never at rest any more before something was refused, in milliseconds since 1970; undefined if it never was so. */
  saturatedAt: number | undefined;
  /** When something was refused first in that time. */
  refusedAt: number | undefined;
}

/** What limits need to know of the world that they are in. */
export interface Sampled {
  now(): number;
  /** For how many instances what is done now stands. */
  weight(): number;
  /** The instance for which something is done now. */
  instance(): string;
}

export interface AccountOptions {
  readonly region: string;
  readonly facts: TemplateFacts;
  readonly emailsPerSecond: number | undefined;
  /** The texts that all instances have in common only since they are made of one sample: keys that have them are not limited. */
  readonly common: ReadonlyMap<string, string>;
  /** For how many seconds a quota lets through at once what has not been asked for. */
  readonly burstSeconds: number;
}

type UnitOperation = Operation & { readonly kind: 'write' | 'read' };

/** The quotas and partition limits of an account, in the virtual time of a world that is a sample. */
export class AccountLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #uses = new Map<string, LimitedUse>();
  /** The only instance that has used a key until now; undefined if there were several. */
  readonly #users = new Map<string, string | undefined>();

  constructor(
    private readonly options: AccountOptions,
    private readonly sampled: Sampled,
  ) {}

  /** What was full, the first that refused something first; then what was full only for moments. */
  uses(): LimitedUse[] {
    const at = ({ refusedAt = Number.POSITIVE_INFINITY }: LimitedUse) => refusedAt;
    return [...this.#uses.values()].sort((one, other) => (at(one) < at(other) ? -1 : 1));
  }

  /** Takes units of a table, of an index or of a partition key. @throws DynamoDbError ThrottlingException if there are none left */
  take(operation: UnitOperation): void {
    const { kind, table, index, partition, units } = operation;
    const asked: { family: string; key: string; perSecond: number; weight: number }[] = [];
    const own = this.options.facts.tables.get(table);
    const most = own?.provisioned?.[kind] ?? own?.atMost[kind] ?? this.#quota(`${kind} units of a table`);
    const family = familyName({ kind, table, index });
    const weight = this.sampled.weight();
    if (most !== undefined) asked.push({ family, key: family, perSecond: most, weight });
    const perKey = this.#quota(kind === 'write' ? 'write units of a partition key' : 'read units of a partition key');
    if (partition !== undefined && perKey !== undefined && sharedValue(partition, this.options.common) === undefined) {
      const name = familyName(operation, partition.replace(/\d+/g, '0'));
      const key = familyName(operation, partition);
      // A key of one instance alone is as full as that one makes it: each of those for whom it stands has a key of its own.
      asked.push({ family: name, key, perSecond: perKey, weight: this.#isShared(key) ? weight : 1 });
    }
    const full = asked.find((each) => this.#pause(each.family, each.key, each.perSecond) > 0);
    if (full) {
      const what = full.key === family ? 'table or index' : 'partition key';
      throw dynamoDbError('ThrottlingException', `Throughput exceeds the current throughput limit for your ${what}.`);
    }
    for (const each of asked) this.#bucket(each.key, each.perSecond).take(units * each.weight, this.sampled.now());
  }

  /** Counts what was done against its quota. */
  count(operation: Operation): void {
    if (operation.kind === 'put-events') this.#count('PutEvents requests', 1);
    if (operation.kind === 'delivery') this.#count('rule invocations', 1);
    if (operation.kind === 'email') this.#count('emails', operation.recipients);
    if (operation.kind === 'queue-request' && operation.queue.endsWith('.fifo') && operation.action.startsWith('Send'))
      this.#count(operation.queue, 1, this.#quota('FIFO requests'));
  }

  /** The refusal of a call for which its service has no capacity. */
  refusalOf(service: string, operation: string, body: Buffer): AwsError | undefined {
    const isFull = (family: string, perSecond = this.#perSecond(family)) =>
      perSecond !== undefined && this.#pause(family, family, perSecond) > 0;
    if (service === 'events' && operation === 'PutEvents' && isFull('PutEvents requests'))
      return new AwsError('ThrottlingException', 'Rate exceeded', 400);
    if (service === 'ses' && isFull('emails')) return new AwsError('Throttling', 'Maximum sending rate exceeded.', 400);
    if (service !== 'sqs' || !operation.startsWith('Send')) return undefined;
    const queue =
      String(JSON.parse(body.toString('utf8')).QueueUrl)
        .split('/')
        .at(-1) ?? '';
    return queue.endsWith('.fifo') && isFull(queue, this.#quota('FIFO requests'))
      ? new AwsError('RequestThrottled', 'Rate exceeded', 400)
      : undefined;
  }

  /** How long a rule's delivery waits, in milliseconds: what is beyond the quota is delivered later. */
  deliveryPause(): number {
    const perSecond = this.#quota('rule invocations');
    return perSecond === undefined ? 0 : this.#pause('rule invocations', 'rule invocations', perSecond);
  }

  /** How long an invocation of a function waits until it may run, in milliseconds. */
  invocationPause(name: string): number {
    const { family, most } = this.#concurrencyOf(name);
    return most === undefined ? 0 : this.#pause(family, family, most);
  }

  /** Counts for how long a function ran, in milliseconds: as many seconds of it are let through in a second as may run at a time. */
  ran(name: string, milliseconds: number): void {
    const { family, most } = this.#concurrencyOf(name);
    this.#count(family, milliseconds / 1000, most);
  }

  #concurrencyOf(name: string): { family: string; most: number | undefined } {
    const { reserved, fedAtMost } = this.options.facts;
    const own = Math.min(reserved.get(name) ?? Infinity, fedAtMost.get(name) ?? Infinity);
    if (own !== Infinity) return { family: name, most: own };
    const all = this.#quota('concurrent executions');
    const left = all === undefined ? undefined : all - [...reserved.values()].reduce((sum, each) => sum + each, 0);
    return { family: 'concurrent executions', most: left === undefined ? undefined : Math.max(0, left) };
  }

  #quota(name: QuotaName): number | undefined {
    return quotaOf(name, this.options.region)?.perSecond;
  }

  #perSecond(family: string): number | undefined {
    return family === 'emails' ? this.options.emailsPerSecond : this.#quota(family as QuotaName);
  }

  #count(family: string, units: number, perSecond = this.#perSecond(family)): void {
    if (perSecond === undefined) return;
    this.#bucket(family, perSecond).take(units * this.sampled.weight(), this.sampled.now());
  }

  #isShared(key: string): boolean {
    const instance = this.sampled.instance();
    if (!this.#users.has(key)) this.#users.set(key, instance);
    if (this.#users.get(key) !== instance) this.#users.set(key, undefined);
    return this.#users.get(key) === undefined;
  }

  #bucket(key: string, perSecond: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const made = new Bucket(perSecond, this.options.burstSeconds, this.sampled.now());
    this.#buckets.set(key, made);
    return made;
  }

  /** How long a request waits, in milliseconds; takes down that it does. */
  #pause(family: string, key: string, perSecond: number): number {
    const bucket = this.#bucket(key, perSecond);
    const now = this.sampled.now();
    const pause = bucket.pauseAt(now);
    if (pause === 0) return 0;
    const use = this.#uses.get(family) ?? { family, refused: 0, saturatedAt: undefined, refusedAt: undefined };
    this.#uses.set(family, use);
    use.refused++;
    // What comes together by chance is refused, too: it is full when that lasts.
    if (use.saturatedAt === undefined && now - bucket.fullAt >= SATURATED * this.options.burstSeconds * 1000) {
      use.saturatedAt = bucket.fullAt;
      use.refusedAt = bucket.refusedAt;
    }
    return pause;
  }
}

/** So many times the seconds of a burst something is busy without rest before it counts as full. */
const SATURATED = 4;
