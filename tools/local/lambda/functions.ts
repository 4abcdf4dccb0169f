import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { InFlight } from '../in-flight.ts';
import type { OnNotice } from '../notice.ts';
import type { Outcome } from './execution-environment.ts';
import { type AsyncConfig, DEFAULT_ASYNC_CONFIG } from './function-config.ts';
import { invocationRecord } from './invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Pauses before the retries of an asynchronous invocation: one minute, then two (developer guide: "Asynchronous invocation"). */
const RETRY_PAUSES = [60_000, 120_000];

/** Who may invoke a function, as AWS::Lambda::Permission grants it. */
export interface Permission {
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

/** Lambda: the functions of the account, invoked at once or later. */
export class Functions {
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #asyncConfigs = new Map<string, AsyncConfig>();
  readonly #permissions = new Map<string, Permission[]>();

  constructor(
    private readonly sendToQueue: (queueArn: string, body: string) => Promise<void>,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: Clock,
  ) {}

  add(added: LambdaFunction): void {
    this.#functions.set(added.config.name, added);
  }

  configureAsync(nameOrArn: string, config: AsyncConfig): void {
    this.#asyncConfigs.set(functionName(nameOrArn), config);
  }

  permit(nameOrArn: string, permission: Permission): void {
    const name = functionName(nameOrArn);
    this.#permissions.set(name, [...(this.#permissions.get(name) ?? []), permission]);
  }

  /** Whether a service may invoke a function for a source, by the function's resource policy. */
  permits(nameOrArn: string, principal: string, sourceArn: string): boolean {
    const permissions = this.#permissions.get(functionName(nameOrArn)) ?? [];
    return permissions.some(
      (granted) =>
        granted.principal === principal && (granted.sourceArn === undefined || granted.sourceArn === sourceArn),
    );
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
      const outcome = await invoked.invoke(event, requestId);
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
