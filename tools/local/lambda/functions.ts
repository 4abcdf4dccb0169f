import { randomUUID } from 'node:crypto';
import { arn } from '../account.ts';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { newEvent } from '../events/event.ts';
import { compilePolicy, type Statement, type StatementDocument } from '../iam/policy.ts';
import type { InFlight } from '../in-flight.ts';
import type { OnNotice } from '../notice.ts';
import type { Outcome } from './execution-environment.ts';
import { type AsyncConfig, DEFAULT_ASYNC_CONFIG } from './function-config.ts';
import { type Condition, invocationRecord } from './invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { Packages } from './packages.ts';

/** Pauses before the retries of an asynchronous invocation: one minute, then two (developer guide: "Asynchronous invocation"). */
const RETRY_PAUSES = [60_000, 120_000];

const THROTTLED: Outcome = {
  payload: JSON.stringify({ errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' }),
  functionError: 'Unhandled',
};

/** Where records of asynchronous invocations go, beside other functions. */
export interface RecordDestinations {
  toQueue(queueArn: string, body: string): Promise<void>;
  toBus(busArn: string, event: Parameters<typeof newEvent>[0]): void;
}

/** Lambda: the functions of the account, invoked at once or later. */
export class Functions {
  /** Code that is in no folder of its own. */
  readonly packages = new Packages();
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #asyncConfigs = new Map<string, AsyncConfig>();
  readonly #policies = new Map<string, Statement[]>();
  /** What AddPermission granted: it stays when templates change. */
  readonly #granted = new Map<string, Statement[]>();

  constructor(
    private readonly destinations: RecordDestinations,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: Clock,
  ) {}

  /** Takes the place of a function of that name, which ends when it has done what it had begun. */
  add(added: LambdaFunction): void {
    this.remove(added.config.name);
    this.#functions.set(added.config.name, added);
  }

  remove(nameOrArn: string): void {
    const removed = this.find(nameOrArn);
    this.#functions.delete(functionName(nameOrArn));
    removed?.retire();
  }

  /** Removes a function with all that was said of it. Throws Lambda's answer when there is none. */
  delete(nameOrArn: string): void {
    const { name } = this.get(nameOrArn).config;
    this.remove(name);
    for (const told of [this.#asyncConfigs, this.#policies, this.#granted]) told.delete(name);
  }

  configureAsync(nameOrArn: string, config: AsyncConfig): void {
    this.#asyncConfigs.set(functionName(nameOrArn), config);
  }

  /** Adds a statement of a template to a function's resource policy. */
  permit(nameOrArn: string, statement: StatementDocument): void {
    const name = functionName(nameOrArn);
    this.#policies.set(name, [...(this.#policies.get(name) ?? []), ...compilePolicy({ Statement: statement })]);
  }

  /** Adds a statement that no template has. Throws Lambda's answer when there is one of its id. */
  grant(nameOrArn: string, statement: StatementDocument): void {
    const { name } = this.get(nameOrArn).config;
    if (this.policyOf(name).some(({ document }) => document.Sid === statement.Sid))
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        409,
      );
    this.#granted.set(name, [...(this.#granted.get(name) ?? []), ...compilePolicy({ Statement: statement })]);
  }

  /** Forgets all resource policies, before they are made anew. */
  forgetPolicies(): void {
    this.#policies.clear();
  }

  /** A function's resource policy. */
  policyOf(nameOrArn: string): readonly Statement[] {
    const name = functionName(nameOrArn);
    return [...(this.#policies.get(name) ?? []), ...(this.#granted.get(name) ?? [])];
  }

  all(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  find(nameOrArn: string): LambdaFunction | undefined {
    return this.#functions.get(functionName(nameOrArn));
  }

  get(nameOrArn: string): LambdaFunction {
    const found = this.find(nameOrArn);
    if (!found)
      throw new AwsError(
        'ResourceNotFoundException',
        `Function not found: ${arn('lambda', `function:${functionName(nameOrArn)}`)}`,
        404,
      );
    return found;
  }

  /** Invokes a function and waits for its answer. */
  invoke(nameOrArn: string, event: string): Promise<Outcome & { requestId: string }> {
    const invoked = this.get(nameOrArn);
    if (invoked.isFull()) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    const requestId = randomUUID();
    return this.inFlight.track(async () => {
      const outcome = await invoked.invoke(event, requestId);
      if (outcome.functionError)
        this.notify({ kind: 'handler-failed', function: invoked.config.name, error: errorText(outcome), attempt: 1 });
      return { ...outcome, requestId };
    });
  }

  /**
   * Takes an event for a function and returns at once. Failed attempts are repeated with the same request id, on the
   * clock; what fails for good ends at the failure destination.
   */
  invokeAsync(nameOrArn: string, event: string): { requestId: string } {
    const invoked = this.get(nameOrArn);
    const requestId = randomUUID();
    void this.inFlight.track(() => this.#untilDone(invoked, event, requestId));
    return { requestId };
  }

  async #untilDone(invoked: LambdaFunction, event: string, requestId: string): Promise<void> {
    const { name } = invoked.config;
    const config = this.#asyncConfigs.get(name) ?? DEFAULT_ASYNC_CONFIG;
    const since = this.clock.now();
    for (let attempt = 1; ; attempt++) {
      // Its code may have changed since the last attempt.
      const current = this.find(name) ?? invoked;
      // With no concurrency left to it, it is not tried at all (developer guide: "Configuring reserved concurrency").
      const shut = current.config.reservedConcurrency === 0;
      const outcome = shut ? THROTTLED : await current.invoke(event, requestId);
      if (!outcome.functionError) {
        if (config.onSuccess)
          await this.#record(config.onSuccess, invoked, 'Success', event, requestId, attempt, outcome);
        return;
      }
      this.notify({ kind: 'handler-failed', function: name, error: errorText(outcome), attempt });
      const pause = RETRY_PAUSES[attempt - 1] ?? 120_000;
      const tooOld = this.clock.now() + pause - since > config.maximumEventAgeInSeconds * 1000;
      if (!shut && attempt <= config.maximumRetryAttempts && !tooOld) {
        await this.clock.wait(pause);
        continue;
      }
      if (!config.onFailure) return this.notify({ kind: 'event-lost', function: name, error: errorText(outcome) });
      const condition = !shut && attempt <= config.maximumRetryAttempts ? 'EventAgeExceeded' : 'RetriesExhausted';
      return this.#record(config.onFailure, invoked, condition, event, requestId, attempt, outcome);
    }
  }

  async #record(
    destination: string,
    { config }: LambdaFunction,
    condition: Condition,
    ...[event, requestId, attempts, outcome]: [string, string, number, Outcome]
  ): Promise<void> {
    const record = invocationRecord(config, condition, event, requestId, attempts, outcome, this.clock.now());
    try {
      const service = destination.split(':')[2];
      if (service === 'lambda') this.invokeAsync(destination, record);
      else if (service === 'events') {
        const result = condition === 'Success' ? 'Success' : 'Failure';
        this.destinations.toBus(destination, {
          source: 'lambda',
          detailType: `Lambda Function Invocation Result - ${result}`,
          resources: [`${config.arn}:$LATEST`, destination],
          detail: JSON.parse(record),
        });
      } else await this.destinations.toQueue(destination, record);
    } catch (error) {
      const why = condition === 'Success' ? 'It succeeded' : errorText(outcome);
      this.notify({
        kind: 'event-lost',
        function: config.name,
        error: `${why}; its destination did not take it: ${(error as Error).message}`,
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((each) => each.stop()));
    this.packages.remove();
  }
}

/** The function's name in a name, a partial ARN or an ARN, with or without a version. */
export function functionName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return parts.length >= 7
    ? (parts[6] ?? nameOrArn)
    : parts.length === 3
      ? (parts[2] ?? nameOrArn)
      : (parts[0] ?? nameOrArn);
}

function errorText({ payload }: Outcome): string {
  const { errorType = 'Error', errorMessage = payload } = JSON.parse(payload) as {
    errorType?: string;
    errorMessage?: string;
  };
  return `${errorType}: ${errorMessage}`;
}
