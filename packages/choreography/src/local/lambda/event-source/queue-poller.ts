import { AwsError } from '#local/gateway/aws-error.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import type { QueueConsumer, TakenMessage } from '#local/sqs/queue-consumer.ts';
import { describeFailure } from './describe-failure.ts';
import { failedMessages } from './failed-messages.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { queueRecord } from './queue-record.ts';

export interface PollerServices {
  readonly functions: {
    find(name: string): { readonly config: Pick<FunctionConfig, 'name' | 'roleArn'> } | undefined;
    invoke(
      name: string,
      event: string,
      details: InvocationDetails,
    ): Promise<Pick<Outcome, 'payload' | 'functionError' | 'logTail'>>;
  };
  readonly clock: Pick<Clock, 'now' | 'wait' | 'waitUncompressed' | 'after' | 'turn'>;
  readonly inFlight: Pick<InFlight, 'track'>;
  readonly notify: OnNotice;
  /** How many milliseconds pass between two requests to receive. @default none: each message is received at once */
  readonly receiveEveryMs?: number;
  /** Throws AWS's AccessDeniedException unless the function's role lets it call SQS so. */
  authorize(config: Pick<FunctionConfig, 'name' | 'roleArn'>, action: QueueAction, queueArn: string): void;
}
export type QueueAction = 'ReceiveMessage' | 'DeleteMessage' | 'GetQueueAttributes';

/** So many batches are under way at the most, unless the mapping says another number ("Lambda polls five batches at a time"). */
export const CONCURRENT_BATCHES = 5;
/** A batch is sent when it has got so large, in bytes: the payload of an invocation is limited. */
const BATCH_BYTES = 6_000_000;
/** How long a refusal is not asked for again, in milliseconds. */
const PAUSE_AFTER_REFUSAL = 60_000;

/**
 * Feeds a function from a queue, while it is started (developer guide: "Using Lambda with Amazon SQS"): what it handled is
 * deleted; what failed is visible again after the queue's visibility timeout, which passes on the clock as a retry's pause does.
 */
export class QueuePoller {
  #batches = 0;
  /** Whether a batch is about to be received. */
  #coming = false;
  #paused = false;
  /** A queue also reports visible messages while the poller takes some. */
  #taking = false;
  readonly #stopped = new AbortController();
  /** Adds what has become visible to the batch whose window is open. */
  #addToBatch: (() => void) | undefined;
  readonly #endings: (() => void)[] = [];

  constructor(
    private readonly settings: MappingSettings,
    private readonly queue: QueueConsumer,
    private readonly services: PollerServices,
  ) {}

  start(): void {
    this.#endings.push(this.queue.onVisible(() => this.#wake()));
    this.#wake();
  }

  /** What was received by now is still handled. */
  stop(): void {
    this.#stopped.abort();
    for (const end of this.#endings.splice(0)) end();
  }

  #wake(): void {
    if (this.#stopped.signal.aborted || this.#taking) return;
    this.#addToBatch?.();
    const { functionName, maximumConcurrency = CONCURRENT_BATCHES } = this.settings;
    const full = this.#coming || this.#paused || this.#batches >= maximumConcurrency;
    if (full || !this.queue.hasMessages() || !this.services.functions.find(functionName)) return;
    this.#coming = true;
    this.#track(async () => {
      // So that messages which are sent together are received together.
      const { clock, receiveEveryMs } = this.services;
      await (receiveEveryMs === undefined ? clock.turn() : clock.wait(receiveEveryMs));
      this.#batches++;
      const batch = await this.#receive();
      this.#wake();
      await this.#handle(batch);
      this.#batches--;
      this.#wake();
    });
  }

  #track(work: () => Promise<void>): void {
    this.services.inFlight
      .track(work)
      .catch((error: Error) => this.services.notify({ kind: 'fault', explanation: error.stack ?? error.message }));
  }

  /** One batch: full, or all that came until its window closed. */
  async #receive(): Promise<TakenMessage[]> {
    const { batchSize, windowSeconds } = this.settings;
    const batch = this.#take(batchSize);
    if (batch.length > 0 && windowSeconds > 0) {
      const full = new AbortController();
      const add = () => {
        batch.push(...this.#take(batchSize - batch.length));
        const bytes = batch.reduce((sum, { Body }) => sum + Body.length, 0);
        if (batch.length >= batchSize || bytes >= BATCH_BYTES) full.abort();
      };
      this.#addToBatch = this.#paced(add, full.signal);
      this.#addToBatch();
      await this.services.clock.waitUncompressed(
        windowSeconds * 1000,
        AbortSignal.any([full.signal, this.#stopped.signal]),
      );
      this.#addToBatch = undefined;
    }
    this.#coming = false;
    return batch;
  }

  /** Does something as often as messages are received, until a batch is full. */
  #paced(receive: () => void, full: AbortSignal): () => void {
    const { receiveEveryMs } = this.services;
    if (receiveEveryMs === undefined) return receive;
    let isAwaited = false;
    return () => {
      if (isAwaited) return;
      isAwaited = true;
      this.services.clock.after(receiveEveryMs, () => {
        isAwaited = false;
        if (!full.aborted && this.#addToBatch) receive();
      });
    };
  }

  /** Messages that pass the filter; the others are deleted. */
  #take(most: number): TakenMessage[] {
    if (this.#stopped.signal.aborted || !this.#mayCall('ReceiveMessage')) return [];
    this.#taking = true;
    const taken = this.queue.take(most);
    this.#taking = false;
    const passing = taken.filter((message) => this.settings.passes(this.#record(message)));
    this.#remove(taken.filter((message) => !passing.includes(message)));
    return passing;
  }

  async #handle(batch: readonly TakenMessage[]): Promise<void> {
    if (batch.length === 0) return;
    const failed = await this.#failedOf(batch);
    this.#remove(batch.filter((message) => !failed.includes(message)));
    this.#giveBackLater(failed);
  }

  async #failedOf(batch: readonly TakenMessage[]): Promise<readonly TakenMessage[]> {
    const { functionName, target, reportsFailures } = this.settings;
    const event = JSON.stringify({ Records: batch.map((message) => this.#record(message)) });
    try {
      const { payload, functionError, logTail } = await this.services.functions.invoke(target, event, {
        queue: this.queue.queueArn.split(':').at(-1),
      });
      if (functionError) return batch;
      const failed = reportsFailures ? failedMessages(batch, payload) : [];
      const logged = logTail?.toString('utf8') ?? '';
      for (const message of failed) this.services.notify(describeFailure(functionName, message, logged));
      return failed;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const text = `${error.name}: ${error.message}`;
      this.services.notify({ kind: 'handler-failed', function: functionName, error: text, attempt: 1 });
      return batch;
    }
  }

  #remove(messages: readonly TakenMessage[]): void {
    if (messages.length === 0) return;
    if (this.#mayCall('DeleteMessage')) this.queue.remove(messages);
    else this.#giveBackLater(messages);
  }

  /** Messages are visible again when their time has come, those of one time together. */
  #giveBackLater(messages: readonly TakenMessage[]): void {
    const byPause = new Map<number, TakenMessage[]>();
    for (const message of messages) {
      const pause = this.queue.invisibleFor(message);
      // The last comes first: those of a FIFO queue go back to the head of their group one by one.
      if (pause !== undefined) byPause.set(pause, [message, ...(byPause.get(pause) ?? [])]);
    }
    for (const [pause, together] of byPause)
      this.#track(async () => {
        await this.services.clock.wait(pause);
        for (const message of together) this.queue.giveBack(message);
      });
  }

  #record = (message: TakenMessage) => queueRecord(message, this.queue.queueArn) as { body: string };

  /** A refusal is reported, and nothing is received for a while. */
  #mayCall(action: QueueAction): boolean {
    try {
      const fed = this.services.functions.find(this.settings.functionName);
      if (fed) this.services.authorize(fed.config, action, this.queue.queueArn);
      return fed !== undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#paused = true;
      this.services.clock.after(PAUSE_AFTER_REFUSAL, () => {
        this.#paused = false;
        this.#wake();
      });
      return false;
    }
  }
}
