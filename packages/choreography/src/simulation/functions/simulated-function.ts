import type { AwsResponse } from '#local/gateway/backend.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { byChance } from '#local/runtime/chance.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { Faults } from '#simulation/faults/faults.ts';
import type { AccountLimits } from '#simulation/load/account-limits.ts';
import { CODE_MS } from '#simulation/load/latencies.ts';
import type { Cause } from '#simulation/world/cause.ts';
import { COLD_START_MS, startMs } from '#simulation/world/delays.ts';
import type { Failure } from '#simulation/world/failure.ts';
import type { VirtualClock } from '#simulation/world/virtual-clock.ts';
import { asJson } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';
import { SimulatedEnvironment } from './execution-environment.ts';
import type { OutgoingRequest } from './http-client.ts';

/** The part of a world that its functions use. */
export interface FunctionWorld {
  /** Makes messages that are being handled visible in their queues again. */
  showAgain(cause: Cause, messages: readonly QueueMessage[]): Promise<void>;
  /** A folder of source maps, each named after the SHA-256 of its bundle. */
  readonly sourceMaps: string | undefined;
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly inFlight: InFlight;
  /** The limits of the account; undefined if nothing is limited. */
  readonly limits: AccountLimits | undefined;
  /** Whether what takes time takes the same each time. */
  readonly isEven: boolean;
  /** The cause of the present work. */
  cause(): Cause;
  /** Sends a request of an environment's code to a service. */
  call(cause: Cause, request: OutgoingRequest, from: SimulatedEnvironment): Promise<AwsResponse>;
  /** Records a line of output. */
  output(functionName: string, line: string, cause: Cause): void;
  /** Records that a run failed. */
  failed(functionName: string, cause: Cause, error: Failure['error']): void;
  /** Records that a function is done with an event, by its id. */
  handled(event: string, functionName: string, outcome: 'done'): void;
  /** The labels of the runs that ended well. */
  readonly endedWell: Set<string>;
  /** Adds a step, also to the digest. */
  record(kind: 'run' | 'end', cause: Cause, text: string): void;
}

/** A function whose code runs in this thread, on virtual time. */
export class SimulatedFunction implements LambdaFunction {
  readonly #free: SimulatedEnvironment[] = [];
  #running = 0;

  constructor(
    readonly config: FunctionConfig,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly world: FunctionWorld,
  ) {
    if (!config.runtime.startsWith('nodejs'))
      throw new InputError(
        `The function "${config.name}" runs on ${config.runtime}, and worlds run functions on Node.js alone: leave it out with --leave-out ID, its logical id, if nothing needs it.`,
      );
  }

  isFull({ queue }: InvocationDetails = {}): boolean {
    const { reservedConcurrency, name } = this.config;
    const { limits } = this.world;
    if (limits) return limits.invocationPause(name, queue) > 0;
    return reservedConcurrency !== undefined && this.#running >= reservedConcurrency;
  }

  warm(): void {}

  async invoke(event: string, requestId: string, { queue }: InvocationDetails = {}): Promise<Outcome> {
    const { world } = this;
    const cause = world.cause().next('run');
    if (event.startsWith('{"Records":[') && world.faults.strikes('duplicate', cause)) {
      const again = cause.next('again');
      void world.inFlight.track(() => byChance(again, () => this.#run(event, again.uuid(), again, queue)));
    }
    return this.#run(event, requestId, cause, queue);
  }

  retire(): void {
    this.#free.length = 0;
  }

  async stop(): Promise<void> {
    this.retire();
  }

  async #run(event: string, requestId: string, cause: Cause, queue: string | undefined): Promise<Outcome> {
    const { world } = this;
    await this.#untilRoom(queue);
    this.#running++;
    if (world.faults.strikes('cold', cause)) this.#free.length = 0;
    const free = this.#takeFree();
    await world.clock.waitUncompressed(startMs(cause, free !== undefined, world.isEven));
    const warm = free?.alive ? free : undefined;
    const environment = warm ?? new SimulatedEnvironment(this.config, this.environment, world, cause.next('start'));
    world.record('run', cause, event);
    const records = event.startsWith('{"Records":[') ? messagesIn(event) : [];
    if (records.length > 0 && world.faults.strikes('visibility', cause)) void world.showAgain(cause, records);
    if (records.length > 0) world.limits?.receives(cause.label, this.config.name, queue, records.length);
    const begun = world.clock.now();
    const outcome = failedInPart(await environment.invoke(event, requestId, cause), records, cause, world.faults);
    const milliseconds = world.clock.now() - begun + CODE_MS;
    world.limits?.ran(this.config.name, queue, milliseconds);
    world.record('end', cause, outcome.payload);
    if (outcome.functionError) {
      const { errorType, errorMessage } = Object(asJson(outcome.payload));
      world.failed(this.config.name, cause, { name: String(errorType), message: String(errorMessage) });
    }
    if (isWell(outcome)) world.endedWell.add(cause.label);
    if (!outcome.functionError)
      for (const id of eventsDone(records, outcome.payload)) world.handled(id, this.config.name, 'done');
    this.#running--;
    if (environment.alive) this.#free.push(environment);
    return { ...outcome, report: { milliseconds, initMilliseconds: warm ? undefined : COLD_START_MS } };
  }

  /** Takes a free environment that has not ended: work that a handler left unfinished may end an environment later. */
  #takeFree(): SimulatedEnvironment | undefined {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) if (free.alive) return free;
    return undefined;
  }

  /**
   * Waits until the account's concurrency allows an invocation: "retries … with the interval increasing exponentially from 1 second to
   * a maximum of 5 minutes" (Lambda developer guide: "How Lambda handles errors and retries with asynchronous invocation").
   */
  async #untilRoom(queue: string | undefined): Promise<void> {
    const { limits, clock } = this.world;
    const isFull = () => limits !== undefined && limits.invocationPause(this.config.name, queue) > 0;
    for (let pause = 1000; isFull(); pause = Math.min(300_000, 2 * pause)) await clock.waitUncompressed(pause);
  }
}

/** Whether a run neither failed nor reported that it failed on a part of what it was given. */
const isWell = ({ functionError, payload }: Outcome): boolean =>
  !functionError && !payload.includes('"itemIdentifier"');

/** A message in the batch that a function gets from a queue. */
export interface QueueMessage {
  readonly body: string;
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly eventSourceARN: string;
}

const messagesIn = (event: string): readonly QueueMessage[] =>
  (JSON.parse(event).Records as QueueMessage[]).filter(({ receiptHandle }) => receiptHandle !== undefined);

/** The ids of the events in the messages of a batch that the payload does not report as failed. A body is an event, or an invocation record. */
function eventsDone(messages: readonly QueueMessage[], payload: string): string[] {
  return messages.flatMap(({ messageId, body }) => {
    if (payload.includes(messageId)) return [];
    const content = Object(asJson(body));
    const id: unknown = Object(content.requestPayload ?? content).id;
    return typeof id === 'string' ? [id] : [];
  });
}

/** Reports more messages of a batch as failed if the fault `batch-part` happens, and if the function reports single failures at all. */
function failedInPart(outcome: Outcome, messages: readonly QueueMessage[], cause: Cause, faults: Faults): Outcome {
  if (outcome.functionError || !outcome.payload.startsWith('{"batchItemFailures":')) return outcome;
  if (messages.length === 0 || !faults.strikes('batch-part', cause)) return outcome;
  const reported = JSON.parse(outcome.payload).batchItemFailures as { itemIdentifier: string }[];
  const more = messages.filter(({ messageId }) => cause.draw(`message ${messageId}`) < 0.5);
  const failed = new Set([
    ...reported.map(({ itemIdentifier }) => itemIdentifier),
    ...more.map((each) => each.messageId),
  ]);
  return {
    ...outcome,
    payload: JSON.stringify({ batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }),
  };
}
