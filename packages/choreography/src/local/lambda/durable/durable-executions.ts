import { AwsError } from '#local/gateway/aws-error.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { callbackIn } from './callback-id.ts';
import { DurableExecution, type ExecutionRecord } from './durable-execution.ts';
import { DurableFunction } from './durable-function.ts';
import { executionArn } from './execution-arn.ts';
import type { ErrorObject, OperationUpdate } from './operation.ts';
import { errorOf, runExecution } from './run-execution.ts';

/** How many executions that have ended are known. */
const MAX_ENDED = 1000;

/** What durable executions need of others. */
export interface ExecutionServices {
  readonly clock: ServiceClock;
  readonly inFlight: Pick<InFlight, 'rest' | 'track'>;
  readonly journal?: Journal | undefined;
  /** A function as it is now, by its name. */
  find(name: string): LambdaFunction | undefined;
  /** Invokes a function in the role of another. Throws Lambda's refusals. */
  call(caller: FunctionConfig, functionName: string, event: string, details: InvocationDetails): Promise<Outcome>;
}

/** The executions of durable functions. */
export class DurableExecutions {
  readonly #executions = new Map<string, DurableExecution>();
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  readonly #journal: Journal;

  constructor(private readonly services: ExecutionServices) {
    this.#journal = services.journal ?? NO_JOURNAL;
  }

  get clock(): ServiceClock {
    return this.services.clock;
  }

  /**
   * Runs an execution to its end. One that has the name and the event of another is that other; so an attempt of an asynchronous
   * invocation goes on with what the last had done. @param made the function, with its code as it was
   */
  run(made: LambdaFunction, event: string, requestId: string, details: InvocationDetails): Promise<Outcome> {
    const { executionName = requestId } = details;
    const arn = executionArn(made.config.arn, executionName);
    const outcome = this.#outcomes.get(arn) ?? this.#begin(made, event, arn, executionName, details);
    this.#outcomes.set(arn, outcome);
    // Each that waits for it waits for the clock, if it does.
    const resume = this.services.inFlight.rest();
    return outcome.finally(resume);
  }

  #begin(made: LambdaFunction, event: string, arn: string, name: string, details: InvocationDetails): Promise<Outcome> {
    const kept = this.#journal.get(keyOf(arn)) as ExecutionRecord | undefined;
    const of = { arn, name, functionArn: made.config.arn, input: event, startedAt: this.clock.now() };
    const execution = new DurableExecution(kept ?? of, (update) => this.#call(execution, made.config, update), kept);
    this.#executions.set(arn, execution);
    const keep = () => this.keep(execution);
    keep();
    // Whether a call was answered when the other run ended is not known.
    for (const { Id, Type, Status, Name } of kept?.operations ?? [])
      if (Type === 'CHAINED_INVOKE' && Status === 'STARTED')
        execution.complete(
          Id,
          'FAILED',
          { Error: { ErrorMessage: `The call ${Name ?? Id} was cut off.` } },
          this.clock.now(),
        );
    const current = () => {
      // Its code may have changed.
      const found = this.services.find(made.config.name);
      return found instanceof DurableFunction ? found.code : made;
    };
    return this.services.inFlight.track(() => runExecution(execution, current, details, this.clock, keep));
  }

  /** Throws Lambda's refusal of a name that an execution with another event has. */
  mustBeNew(functionArn: string, name: string, event: string): void {
    const same = this.#executions.get(executionArn(functionArn, name));
    if (same && same.of.input !== event) throw alreadyStarted(name);
  }

  get(arn: string): DurableExecution {
    const found = this.#executions.get(arn);
    if (!found) throw new AwsError('ResourceNotFoundException', `Durable execution not found: ${arn}`, 404);
    return found;
  }

  /** The execution whose callback has an id, and the id of its operation. */
  withCallback(id: string): { execution: DurableExecution; operationId: string } {
    const { executionArn: arn, operationId } = callbackIn(id) ?? {};
    if (arn === undefined || operationId === undefined)
      throw new AwsError('InvalidParameterValueException', `Invalid callback id: ${id}`, 400);
    return { execution: this.get(arn), operationId };
  }

  /** Those of a function, the newest first. */
  of(functionArn: string): DurableExecution[] {
    return [...this.#executions.values()].filter(({ of }) => of.functionArn === functionArn).reverse();
  }

  /** Keeps what has come, as long as the execution runs. */
  keep(execution: DurableExecution): void {
    const { arn } = execution.of;
    if (execution.status === 'RUNNING') {
      this.#journal.put(keyOf(arn), execution.record);
      return;
    }
    this.#journal.delete(keyOf(arn));
    const ended = [...this.#executions].filter(([, { status }]) => status !== 'RUNNING');
    for (const [oldest] of ended.slice(0, -MAX_ENDED)) {
      this.#executions.delete(oldest);
      this.#outcomes.delete(oldest);
    }
  }

  /** Calls another function as the code asked, in the role of its own. */
  #call(execution: DurableExecution, caller: FunctionConfig, update: OperationUpdate): void {
    const { Id, Payload = '{}', ChainedInvokeOptions } = update;
    const details = { ...(ChainedInvokeOptions?.TenantId && { tenantId: ChainedInvokeOptions.TenantId }) };
    const end = (status: 'SUCCEEDED' | 'FAILED', outcome: { Result?: string; Error?: ErrorObject }) =>
      execution.complete(Id, status, outcome, this.clock.now());
    void this.services
      .call(caller, String(ChainedInvokeOptions?.FunctionName), Payload, details)
      .then((outcome) => {
        if (outcome.functionError) end('FAILED', { Error: errorOf(outcome) });
        else end('SUCCEEDED', { Result: outcome.payload });
      })
      .catch(({ name, message }: Error) => end('FAILED', { Error: { ErrorType: name, ErrorMessage: message } }))
      .finally(() => this.keep(execution));
  }
}

const keyOf = (arn: string): string => `durable-execution/${arn}`;

const alreadyStarted = (name: string): AwsError =>
  new AwsError(
    'DurableExecutionAlreadyStartedException',
    `Durable execution ${name} has already been started with another payload.`,
    409,
  );
