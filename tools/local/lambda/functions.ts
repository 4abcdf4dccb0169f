import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { compilePolicy, type Statement, type StatementDocument } from '../iam/policy.ts';
import type { InFlight } from '../in-flight.ts';
import type { OnNotice } from '../notice.ts';
import type { Outcome } from './execution-environment.ts';
import { type AsyncConfig, DEFAULT_ASYNC_CONFIG } from './function-config.ts';
import { invocationRecord } from './invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { Packages } from './packages.ts';

/** Pauses before the retries of an asynchronous invocation: one minute, then two (developer guide: "Asynchronous invocation"). */
const RETRY_PAUSES = [60_000, 120_000];

/** Lambda: the functions of the account, invoked at once or later. */
export class Functions {
  /** Code that is in no folder of its own. */
  readonly packages = new Packages();
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #asyncConfigs = new Map<string, AsyncConfig>();
  readonly #policies = new Map<string, Statement[]>();

  constructor(
    private readonly sendToQueue: (queueArn: string, body: string) => Promise<void>,
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

  configureAsync(nameOrArn: string, config: AsyncConfig): void {
    this.#asyncConfigs.set(functionName(nameOrArn), config);
  }

  /** Adds a statement to a function's resource policy, as AddPermission does. */
  permit(nameOrArn: string, statement: StatementDocument): void {
    const name = functionName(nameOrArn);
    this.#policies.set(name, [...this.policyOf(name), ...compilePolicy({ Statement: statement })]);
  }

  /** Forgets all resource policies, before they are made anew. */
  forgetPolicies(): void {
    this.#policies.clear();
  }

  /** A function's resource policy. */
  policyOf(nameOrArn: string): readonly Statement[] {
    return this.#policies.get(functionName(nameOrArn)) ?? [];
  }

  all(): LambdaFunction[] {
    return [...this.#functions.values()];
  }

  find(nameOrArn: string): LambdaFunction | undefined {
    return this.#functions.get(functionName(nameOrArn));
  }

  get(nameOrArn: string): LambdaFunction {
    const found = this.find(nameOrArn);
    if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    return found;
  }

  /** Invokes a function and waits for its answer. */
  invoke(nameOrArn: string, event: string): Promise<Outcome & { requestId: string }> {
    const invoked = this.get(nameOrArn);
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
    for (let attempt = 1; ; attempt++) {
      // Its code may have changed since the last attempt.
      const outcome = await (this.find(name) ?? invoked).invoke(event, requestId);
      if (!outcome.functionError) return;
      this.notify({ kind: 'handler-failed', function: name, error: errorText(outcome), attempt });
      if (attempt <= config.maximumRetryAttempts) {
        await this.clock.wait(RETRY_PAUSES[attempt - 1] ?? 120_000);
        continue;
      }
      if (!config.onFailure) return this.notify({ kind: 'event-lost', function: name, error: errorText(outcome) });
      return this.sendToQueue(
        config.onFailure,
        invocationRecord(invoked.config, event, requestId, attempt, outcome, this.clock.now()),
      ).catch((error: Error) =>
        this.notify({
          kind: 'event-lost',
          function: name,
          error: `${errorText(outcome)}; its failure destination did not take it: ${error.message}`,
        }),
      );
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
