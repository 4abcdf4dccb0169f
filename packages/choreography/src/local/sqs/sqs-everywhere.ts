import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { jsonBody } from '#local/iam/demands/demand.ts';
import { ownerOf } from '#local/iam/demands/sqs.ts';
import { type AccountRegion, accountRegionIn, HOME, isSame } from '#local/runtime/account.ts';
import { QueueError } from './queue-error.ts';
import type { MessageAttributes, Sqs } from './start-sqs.ts';

/** SQS in every account and region, each started when it is first called; templates are deployed to the one at home. */
export class SqsEverywhere {
  readonly #started = new Map<string, Sqs>();
  readonly #starting = new Map<string, Promise<Sqs>>();

  constructor(
    private readonly home: Sqs,
    private readonly start: (at: AccountRegion) => Promise<Sqs>,
    /** Called for a request to an account and region without a deployed template. */
    private readonly onElsewhere: (at: AccountRegion) => void = () => {},
  ) {}

  /** @param at the caller's account, and the region that is called */
  async handle(request: AwsRequest, at: AccountRegion): Promise<AwsResponse> {
    // While no other account is in use, a queue URL that names one finds nothing.
    if (isSame(at, HOME) && this.#starting.size === 0) return this.home.handle(request);
    const { QueueUrl, QueueOwnerAWSAccountId } = jsonBody(request) as Record<string, string | undefined>;
    const owner = QueueOwnerAWSAccountId ? { ...at, account: QueueOwnerAWSAccountId } : ownerOf(QueueUrl, at);
    return (await this.#in(owner)).handle(request);
  }

  has(queueArn: string): boolean {
    return this.#find(queueArn)?.has(queueArn) ?? false;
  }

  /** The policy of a queue, as JSON text; undefined when it has none. */
  policyOf(queueArn: string): string | undefined {
    return this.#find(queueArn)?.policyOf(queueArn);
  }

  /** Sends one message to a queue, by its ARN. Throws a QueueError if there is no such queue or SQS refuses the message. */
  async send(
    queueArn: string,
    body: string,
    attributes?: MessageAttributes,
    group?: string,
    deduplicationId?: string,
  ): Promise<void> {
    const sqs = this.#find(queueArn);
    if (!sqs) throw new QueueError(`There is no queue ${queueArn}`, true);
    return sqs.send(queueArn.slice(queueArn.lastIndexOf(':') + 1), body, attributes, group, deduplicationId);
  }

  async stop(): Promise<void> {
    await Promise.all([this.home, ...this.#started.values()].map((sqs) => sqs.stop()));
  }

  #find(queueArn: string): Sqs | undefined {
    const at = accountRegionIn(queueArn);
    return isSame(at, HOME) ? this.home : this.#started.get(keyOf(at));
  }

  async #in(at: AccountRegion): Promise<Sqs> {
    if (isSame(at, HOME)) return this.home;
    const known = this.#starting.get(keyOf(at));
    if (known) return known;
    const starting = this.start(at);
    this.#starting.set(keyOf(at), starting);
    this.onElsewhere(at);
    const sqs = await starting;
    this.#started.set(keyOf(at), sqs);
    return sqs;
  }
}

const keyOf = ({ account, region }: AccountRegion): string => `${account} ${region}`;
