import { AwsError, invalidParameterValue } from '#local/gateway/aws-error.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import type { ExecutionRecord } from './durable/durable-execution.ts';
import type { Outcome } from './environment/execution-environment.ts';
import { Packages } from './environment/packages.ts';
import type { FunctionConfig } from './function-config.ts';
import { FunctionPolicies } from './function-policies.ts';
import { AsynchronousInvocations, type Ended, type TakenInvocation } from './invocation/asynchronous-invocations.ts';
import type { Destinations } from './invocation/destinations.ts';
import type { InvocationDetails } from './invocation/invocation.ts';
import { errorText } from './invocation/invocation-record.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Lambda: the functions of the account, invoked at once or later. */
export class Functions {
  /** Code that is in no folder of its own. */
  readonly packages = new Packages();
  readonly policies = new FunctionPolicies();
  readonly asynchronous: AsynchronousInvocations;
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(
    destinations: Destinations,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: ServiceClock,
    private readonly journal: Journal = NO_JOURNAL,
  ) {
    this.asynchronous = new AsynchronousInvocations(this, destinations, notify, clock, journal);
  }

  /** Takes the place of a function of that name, which ends when it has done what it had begun. */
  add(added: LambdaFunction): void {
    const { name } = added.config;
    this.#functions.get(name)?.retire();
    this.#functions.set(name, added);
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
    this.policies.delete(name);
    this.asynchronous.delete(name);
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
  invoke(
    nameOrArn: string,
    event: string,
    details: InvocationDetails = {},
    requestId: string = uuid(),
  ): Promise<Outcome & { requestId: string }> {
    const invoked = this.#invocable(nameOrArn, details);
    if (invoked.isFull(details)) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    return this.inFlight.track(async () => {
      const outcome = await invoked.invoke(event, requestId, details);
      if (outcome.functionError) {
        const { name } = invoked.config;
        this.notify({ kind: 'handler-failed', function: name, error: errorText(outcome), attempt: 1 });
      }
      return { ...outcome, requestId };
    });
  }

  /**
   * Takes an event for a function and returns at once. Failed attempts are repeated with the same request id, on the
   * clock; what fails for good ends at the failure destination. `onEnd` is called when it is over.
   */
  invokeAsync(
    nameOrArn: string,
    event: string,
    details: InvocationDetails = {},
    onEnd: (ended: Ended) => void = () => {},
  ): { requestId: string } {
    const invoked = this.#invocable(nameOrArn, details);
    const requestId = uuid();
    const taken = { name: invoked.config.name, event, requestId, details, attempts: 0, since: this.clock.now() };
    this.#run(invoked, taken, onEnd);
    return { requestId };
  }

  /** Goes on with the asynchronous invocations that another run had taken and not ended; those of functions that are gone are dropped. */
  restore(): void {
    for (const [key, value] of this.journal.entries('invocation/')) {
      const taken = value as TakenInvocation;
      const invoked = this.find(taken.name);
      if (invoked) this.#run(invoked, taken);
      else this.journal.delete(key);
    }
    // Those whose callers waited are gone on with, too.
    for (const [key, value] of this.journal.entries('durable-execution/')) {
      const { functionArn, name: executionName, input } = value as ExecutionRecord;
      const invoked = this.find(functionArn);
      if (invoked) void this.inFlight.track(() => invoked.invoke(input, executionName, { executionName }));
      else this.journal.delete(key);
    }
  }

  /** A function. Throws Lambda's refusal if it cannot be invoked so. */
  #invocable(nameOrArn: string, details: InvocationDetails): LambdaFunction {
    const invoked = this.get(nameOrArn);
    mustNameTenant(invoked.config, details);
    if (invoked.config.durable && !isQualified(nameOrArn))
      throw invalidParameterValue('You cannot invoke a durable function using an unqualified ARN.');
    return invoked;
  }

  #run(invoked: LambdaFunction, taken: TakenInvocation, onEnd?: (ended: Ended) => void): void {
    void this.inFlight.track(() => this.asynchronous.run(invoked, taken, onEnd));
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((each) => each.stop()));
    this.packages.remove();
  }
}

/** Throws Lambda's error if a function that isolates tenants is called without a tenant, or another function with one. */
function mustNameTenant({ isolatesTenants = false }: FunctionConfig, { tenantId }: InvocationDetails): void {
  if (isolatesTenants === (tenantId !== undefined)) return;
  throw invalidParameterValue(
    isolatesTenants
      ? 'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.'
      : 'The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.',
  );
}

/** Whether a name, a partial ARN or an ARN has a version or an alias. */
function isQualified(nameOrArn: string): boolean {
  const parts = nameOrArn.split(':').length;
  return parts === 2 || parts === 4 || parts === 8;
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
