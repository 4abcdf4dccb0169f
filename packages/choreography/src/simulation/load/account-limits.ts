import { fedFamily } from '#cost/limits/function-limits.ts';
import { familyName, sharedValue } from '#cost/limits/partition-limits.ts';
import { type QuotaName, quotaOf } from '#cost/prices/quotas.ts';
import type { TemplateFacts } from '#cost/template-facts.ts';
import { dynamoDbError } from '#local/dynamodb/dynamodb-error.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { Bucket } from './bucket.ts';

/** How one limit was used, such as a quota, or that of a family of partition keys. */
export interface LimitedUse {
  readonly family: string;
  /** How many sampled requests found no capacity when they came. */
  refused: number;
  /** The beginning of the saturation in which a request was refused, in milliseconds since 1970; undefined if it was never saturated. */
  saturatedAt: number | undefined;
  /** The first refusal in that saturation, in milliseconds since 1970. */
  refusedAt: number | undefined;
}

/** The present state of a sampled world. */
export interface Sampled {
  /** Milliseconds since 1970. */
  now(): number;
  /** How many instances the present sampled instance represents. */
  weight(): number;
  /** The sampled instance that the present work belongs to. */
  instance(): string;
  /** The call that is being served: another object for each. */
  call(): object;
  /** The label of the invocation that makes the call. */
  invocation(): string;
}

/** What the limits depend on. */
export interface AccountOptions {
  readonly region: string;
  readonly facts: TemplateFacts;
  readonly emailsPerSecond: number | undefined;
  /** The texts that all instances share only because they are made from one sample: partition keys with one of them are not limited. */
  readonly common: ReadonlyMap<string, string>;
  /** How many messages a function gets together from a queue at the most. */
  batchSize(name: string, queue: string | undefined): number;
  /** Whether a partition key has an instance's key in it: each instance that a sampled one represents has its own. */
  isOwn(partition: string): boolean;
  /** The unused capacity of so many seconds may be used at once. */
  readonly burstSeconds: number;
}

type UnitOperation = Operation & { readonly kind: 'write' | 'read' };

/** The quotas and partition limits of an account, applied to a sampled world on its virtual time. */
export class AccountLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #uses = new Map<string, LimitedUse>();
  /** What each call has taken so far, by bucket. */
  readonly #taken = new WeakMap<object, Map<Bucket, number>>();
  /** The only instance that has used a partition key so far; undefined if several have. */
  readonly #users = new Map<string, string | undefined>();
  /** How full the batches of invocations are, from 0 to 1, by their labels. */
  readonly #fills = new Map<string, number>();

  constructor(
    private readonly options: AccountOptions,
    private readonly sampled: Sampled,
  ) {}

  /** The limits that refused requests: first those that were saturated, by their first refusal; then those that were not. */
  uses(): LimitedUse[] {
    const at = ({ refusedAt = Number.POSITIVE_INFINITY }: LimitedUse) => refusedAt;
    return [...this.#uses.values()].sort((one, other) => (at(one) < at(other) ? -1 : 1));
  }

  /**
   * Uses the capacity units of an operation, of its table or index and of its partition key. A call with several operations, such as a
   * transaction, is let through whole or not at all: what it takes from a bucket may be more than there is, and what was taken before it is refused
   * is given back.
   *
   * @throws DynamoDbError ThrottlingException if one of them has none left
   */
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
      // So has each where only one sampled instance uses a key.
      const isShared = !this.options.isOwn(partition) && this.#isShared(key);
      // What a batch writes of itself is written once for as many as a full one holds.
      const batches = Math.max(1, weight * (this.#fills.get(this.sampled.invocation()) ?? 1));
      asked.push({ family: name, key, perSecond: perKey, weight: isShared ? batches : 1 });
    }
    const taken = this.#takenBy(this.sampled.call());
    const isIn = (each: { key: string; perSecond: number }) => taken.has(this.#bucket(each.key, each.perSecond));
    const full = asked.find((each) => !isIn(each) && this.#pause(each.family, each.key, each.perSecond) > 0);
    if (full) {
      for (const [bucket, given] of taken) bucket.take(-given, this.sampled.now());
      taken.clear();
      const what = full.key === family ? 'table or index' : 'partition key';
      throw dynamoDbError('ThrottlingException', `Throughput exceeds the current throughput limit for your ${what}.`);
    }
    for (const each of asked) {
      const bucket = this.#bucket(each.key, each.perSecond);
      bucket.take(units * each.weight, this.sampled.now());
      taken.set(bucket, (taken.get(bucket) ?? 0) + units * each.weight);
    }
  }

  /** Tells how many messages an invocation received from a queue. @param label of the invocation */
  receives(label: string, name: string, queue: string | undefined, messages: number): void {
    this.#fills.set(label, Math.min(1, messages / this.options.batchSize(name, queue)));
  }

  /** Counts an operation against its quota. */
  count(operation: Operation): void {
    if (operation.kind === 'put-events') this.#count('PutEvents requests', 1);
    if (operation.kind === 'delivery') this.#count('rule invocations', 1);
    if (operation.kind === 'email') this.#count('emails', operation.recipients);
    if (operation.kind === 'queue-request' && operation.queue.endsWith('.fifo') && operation.action.startsWith('Send'))
      this.#count(operation.queue, 1, this.#quota('FIFO requests'));
  }

  /** The error of a call for which its service has no capacity; undefined if it has. @param body JSON text */
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

  /** How long a rule's delivery must wait now, in milliseconds: beyond the quota, events are delivered later. */
  deliveryPause(): number {
    const perSecond = this.#quota('rule invocations');
    return perSecond === undefined ? 0 : this.#pause('rule invocations', 'rule invocations', perSecond);
  }

  /** How long an invocation of a function must wait now, in milliseconds. @param queue that invokes it, if one does */
  invocationPause(name: string, queue: string | undefined): number {
    return Math.max(
      0,
      ...this.#concurrencies(name, queue).map(({ family, most }) => this.#pause(family, family, most)),
    );
  }

  /** Counts the duration of an invocation, in milliseconds: a concurrency of N is N seconds of duration in each second. */
  ran(name: string, queue: string | undefined, milliseconds: number): void {
    for (const { family, most } of this.#concurrencies(name, queue)) this.#count(family, milliseconds / 1000, most);
  }

  /** The concurrencies that an invocation is part of: that of its queue's mapping, and the function's own or the account's. */
  #concurrencies(name: string, queue: string | undefined): { family: string; most: number }[] {
    const { reserved, fedAtMost } = this.options.facts;
    const fed = fedAtMost.filter((each) => each.function === name && each.queue === queue);
    const own = reserved.get(name);
    const all = this.#quota('concurrent executions');
    const left = all && Math.max(0, all - [...reserved.values()].reduce((sum, each) => sum + each, 0));
    const family = own === undefined ? 'concurrent executions' : name;
    const most = own ?? left;
    return [
      ...fed.map((each) => ({ family: fedFamily(each), most: each.most })),
      ...(most === undefined ? [] : [{ family, most }]),
    ];
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

  #takenBy(call: object): Map<Bucket, number> {
    const known = this.#taken.get(call) ?? new Map<Bucket, number>();
    this.#taken.set(call, known);
    return known;
  }

  #bucket(key: string, perSecond: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const made = new Bucket(perSecond, this.options.burstSeconds, this.sampled.now());
    this.#buckets.set(key, made);
    return made;
  }

  /** How long a request must wait, in milliseconds; records that it was refused if that is not 0. */
  #pause(family: string, key: string, perSecond: number): number {
    const bucket = this.#bucket(key, perSecond);
    const now = this.sampled.now();
    const pause = bucket.pauseAt(now);
    if (pause === 0) return 0;
    const use = this.#uses.get(family) ?? { family, refused: 0, saturatedAt: undefined, refusedAt: undefined };
    this.#uses.set(family, use);
    use.refused++;
    // Requests that coincide by chance are refused, too: only lasting refusal is saturation.
    if (use.saturatedAt === undefined && now - bucket.fullAt >= SATURATED * this.options.burstSeconds * 1000) {
      use.saturatedAt = bucket.fullAt;
      use.refusedAt = bucket.refusedAt;
    }
    return pause;
  }
}

/** A limit is saturated when it has not been at rest for so many times the seconds of a burst. */
const SATURATED = 4;
