import { AwsError, invalidParameterValue } from '#local/gateway/aws-error.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import { type AsyncConfig, DEFAULT_ASYNC_CONFIG, type FunctionConfig } from '#local/lambda/function-config.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { type Destinations, demandOf } from './destinations.ts';
import type { InvocationDetails } from './invocation.ts';
import { type Condition, errorIn, errorText, invocationRecord } from './invocation-record.ts';

/** Pauses before the retries of an asynchronous invocation: one minute, then two (developer guide: "Asynchronous invocation"). */
const RETRY_PAUSES = [60_000, 120_000];

const THROTTLED: Outcome = {
  payload: JSON.stringify({ errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' }),
  functionError: 'Unhandled',
};

/** An asynchronous invocation that was taken and has not ended, as another run finds it. */
export interface TakenInvocation {
  readonly name: string;
  /** JSON text. */
  readonly event: string;
  readonly requestId: string;
  readonly details: InvocationDetails;
  /** How many attempts failed. */
  readonly attempts: number;
  /** In milliseconds since 1970. */
  readonly since: number;
}

/** How an asynchronous invocation ended, with the time of its last attempt. */
export interface Ended {
  readonly attempts: number;
  readonly milliseconds: number;
  readonly outcome: 'done' | 'given up';
}

/** One asynchronous invocation. */
interface Invocation {
  /** JSON text. */
  readonly event: string;
  readonly requestId: string;
  attempts: number;
}

/** Where it finds functions, and whom it gives records that go to one. */
export interface OtherFunctions {
  find(name: string): LambdaFunction | undefined;
  invokeAsync(arn: string, event: string): unknown;
}

/** Invokes functions until they succeed or their events' attempts or age run out, and records how it ended. */
export class AsynchronousInvocations {
  readonly #configs = new Map<string, AsyncConfig>();

  constructor(
    private readonly others: OtherFunctions,
    private readonly destinations: Destinations,
    private readonly notify: OnNotice,
    private readonly clock: ServiceClock,
    private readonly journal: Journal = NO_JOURNAL,
  ) {}

  /** A function's configuration; undefined if none was given. */
  configOf(name: string): AsyncConfig | undefined {
    return this.#configs.get(name);
  }

  /** Throws Lambda's refusal of a destination that the function's role may not use. */
  configure({ config }: LambdaFunction, asked: AsyncConfig): void {
    for (const destination of [asked.onSuccess, asked.onFailure])
      if (destination !== undefined) this.#mustTake(config, destination);
    this.#configs.set(config.name, asked);
  }

  delete(name: string): void {
    this.#configs.delete(name);
  }

  /** Forgets what templates said, before it is made anew. */
  forgetThoseOfTemplates(): void {
    for (const [name, { ofTemplate }] of this.#configs) if (ofTemplate) this.#configs.delete(name);
  }

  async run(invoked: LambdaFunction, taken: TakenInvocation, onEnd: (ended: Ended) => void = () => {}): Promise<void> {
    const key = `invocation/${taken.requestId}`;
    this.journal.put(key, taken);
    await this.#attempt(invoked, taken, (attempts) => this.journal.put(key, { ...taken, attempts }), onEnd);
    this.journal.delete(key);
  }

  /** @param failed called after each failed attempt that is repeated, with the number of attempts so far */
  async #attempt(
    invoked: LambdaFunction,
    { event, requestId, details, attempts, since }: TakenInvocation,
    failed: (attempts: number) => void,
    onEnd: (ended: Ended) => void,
  ): Promise<void> {
    const { name } = invoked.config;
    const config = this.#configs.get(name) ?? DEFAULT_ASYNC_CONFIG;
    const invocation: Invocation = { event, requestId, attempts };
    for (;;) {
      const attempt = ++invocation.attempts;
      // Its code may have changed since the last attempt.
      const current = this.others.find(name) ?? invoked;
      // With no concurrency left to it, it is not tried at all (developer guide: "Configuring reserved concurrency").
      const shut = current.config.reservedConcurrency === 0;
      const begunAt = performance.now();
      const outcome = shut ? THROTTLED : await current.invoke(event, requestId, details);
      const ended = { attempts: attempt, milliseconds: Math.round(performance.now() - begunAt) };
      if (!outcome.functionError) {
        onEnd({ ...ended, outcome: 'done' });
        return this.#succeeded(config, invoked, invocation, outcome);
      }
      this.notify({ kind: 'handler-failed', function: name, error: errorText(outcome), attempt });
      const pause = RETRY_PAUSES[attempt - 1] ?? 120_000;
      const tooOld = this.clock.now() + pause - since > config.maximumEventAgeInSeconds * 1000;
      const triesLeft = !shut && !outcome.isFinal && attempt <= config.maximumRetryAttempts;
      if (!triesLeft || tooOld) {
        onEnd({ ...ended, outcome: 'given up' });
        return this.#failed(triesLeft ? 'EventAgeExceeded' : 'RetriesExhausted', config, invoked, invocation, outcome);
      }
      failed(attempt);
      await this.clock.wait(pause);
    }
  }

  async #succeeded(config: AsyncConfig, invoked: LambdaFunction, invocation: Invocation, outcome: Outcome) {
    if (config.onSuccess) await this.#record(config.onSuccess, invoked.config, 'Success', invocation, outcome);
  }

  async #failed(
    condition: Condition,
    { onFailure }: AsyncConfig,
    { config }: LambdaFunction,
    invocation: Invocation,
    outcome: Outcome,
  ): Promise<void> {
    if (onFailure) await this.#record(onFailure, config, condition, invocation, outcome);
    if (config.deadLetterArn) await this.#setAside(config.deadLetterArn, config, invocation, outcome);
    if (!onFailure && !config.deadLetterArn)
      this.notify({ kind: 'event-lost', function: config.name, error: errorIn(outcome).text });
  }

  async #record(
    destination: string,
    config: FunctionConfig,
    condition: Condition,
    { event, requestId, attempts }: Invocation,
    outcome: Outcome,
  ): Promise<void> {
    const record = invocationRecord(config, condition, event, requestId, attempts, outcome, this.clock.now());
    const told = {
      source: 'lambda',
      detailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
      resources: [`${config.arn}:$LATEST`, destination],
      detail: JSON.parse(record),
    };
    await this.#hand(config, condition === 'Success' ? 'It succeeded' : errorIn(outcome).text, async () => {
      const demand = demandOf(destination, told);
      if (demand) this.destinations.authorize(config, demand);
      const service = destination.split(':')[2];
      if (service === 'lambda') this.others.invokeAsync(destination, record);
      else if (service === 'events') this.destinations.toBus(destination, told);
      else if (service === 'sns') await this.destinations.toTopic(destination, record);
      else await this.destinations.toQueue(destination, record);
    });
  }

  /** Sends the event itself to the function's dead-letter queue or topic (developer guide: "Adding a dead-letter queue"). */
  #setAside(target: string, config: FunctionConfig, { event, requestId }: Invocation, outcome: Outcome): Promise<void> {
    return this.#hand(config, errorIn(outcome).text, async () => {
      const demand = demandOf(target);
      if (demand) this.destinations.authorize(config, demand);
      if (target.split(':')[2] === 'sns') return this.destinations.toTopic(target, event);
      await this.destinations.toQueue(target, event, {
        RequestID: { DataType: 'String', StringValue: requestId },
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: errorIn(outcome).message.slice(0, 1024) || 'none' },
      });
    });
  }

  /** A record that the destination does not take is lost, and reported. */
  async #hand({ name }: FunctionConfig, how: string, hand: () => Promise<void>): Promise<void> {
    try {
      await hand();
    } catch (error) {
      const why = `${how}; its destination did not take it: ${(error as Error).message}`;
      this.notify({ kind: 'event-lost', function: name, error: why });
    }
  }

  #mustTake(config: FunctionConfig, destination: string): void {
    const demand = demandOf(destination);
    if (!demand) throw invalidParameterValue(`The destination ARN ${destination} is invalid.`);
    if (destination === config.arn)
      throw invalidParameterValue("You can't specify the function as a destination for itself.");
    try {
      // What a policy says of the events' sources and types is asked when there is one.
      if (!demand.action.startsWith('events:')) this.destinations.authorize(config, demand);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const action = demand.action.split(':')[1];
      throw invalidParameterValue(
        `The function's execution role does not have permissions to call ${action} on ${destination}`,
      );
    }
  }
}
