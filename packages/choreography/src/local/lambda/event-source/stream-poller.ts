import { SHARD_ID } from '#local/dynamodb/streams/stream-operations.ts';
import { numberOf, recordsFrom, type StreamRecord, type TableStream } from '#local/dynamodb/streams/streams.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { MappingSettings } from './mapping-settings.ts';
import type { PollerServices } from './queue-poller.ts';
import type { StreamReading } from './stream-settings.ts';

/** Where a reader of a stream is: the number of the record that is next. It outlives a poller that is made anew. */
export interface Checkpoint {
  next: number;
}

export interface StreamServices extends Pick<PollerServices, 'clock' | 'inFlight' | 'notify'> {
  /** What reads the stream: a function, or a pipe. */
  readonly readerArn: string;
  /** Hands a batch over; `functionError` is the error of one that was not handled. */
  invoke(
    event: string,
  ): Promise<{ readonly payload: string; readonly functionError?: string | undefined; readonly requestId?: string }>;
  /** Throws AWS's refusal unless the stream may be read. */
  authorize(streamArn: string): void;
  /** Sends a record of a batch that was given up to a queue or topic. */
  sendFailure(destination: string, record: object): Promise<void>;
}

export type StreamSettings = Pick<
  MappingSettings,
  'functionName' | 'batchSize' | 'windowSeconds' | 'reportsFailures' | 'passes'
> & {
  readonly stream: StreamReading;
};

/** The pause before a batch is tried again, in milliseconds: it doubles from the first to the last. */
const PAUSES = { first: 1000, last: 60_000 };

/**
 * Feeds a function from a stream, one batch after another in the order of the changes (developer guide: "Using AWS Lambda with
 * Amazon DynamoDB"): one that fails holds up all that comes after it, until it is handled or given up.
 */
export class StreamPoller {
  #busy = false;
  readonly #stopped = new AbortController();
  /** Closes the window in which a batch is gathered, if one is open. */
  #closeWindow: (() => void) | undefined;
  readonly #listener = () => this.#wake();

  constructor(
    private readonly settings: StreamSettings,
    private readonly stream: TableStream,
    private readonly checkpoint: Checkpoint,
    private readonly services: StreamServices,
  ) {}

  start(): void {
    this.stream.listeners.add(this.#listener);
    this.#wake();
  }

  stop(): void {
    this.#stopped.abort();
    this.#closeWindow?.();
    this.stream.listeners.delete(this.#listener);
  }

  /** Whether there is what it has not read, or not yet handled. */
  get isBehind(): boolean {
    return this.#waiting() > 0;
  }

  /** Reads a batch at once, or when it is full or its window closes: until then nothing is under way, as with a message that is to come later. */
  #wake(): void {
    if (this.#busy || this.#stopped.signal.aborted || !this.isBehind) return;
    const { batchSize, windowSeconds } = this.settings;
    if (windowSeconds === 0 || this.#waiting() >= batchSize) this.#read();
    else this.#closeWindow ??= this.services.clock.after(windowSeconds * 1000, () => this.#read());
  }

  #read(): void {
    this.#closeWindow?.();
    this.#closeWindow = undefined;
    this.#busy = true;
    this.services.inFlight
      .track(async () => {
        // So that what is written together is read together.
        await this.services.clock.turn();
        try {
          if (!this.#stopped.signal.aborted) await this.#nextBatch();
        } finally {
          this.#busy = false;
        }
        this.#wake();
      })
      .catch((error: Error) => this.services.notify({ kind: 'fault', explanation: error.stack ?? error.message }));
  }

  #waiting(): number {
    return this.stream.first + this.stream.records.length - Math.max(this.checkpoint.next, this.stream.first);
  }

  async #nextBatch(): Promise<void> {
    const { batchSize, passes } = this.settings;
    if (!(await this.#mayRead())) return;
    const { records, next } = recordsFrom(this.stream, this.checkpoint.next, batchSize);
    const passing = records.filter((record) => passes(record as unknown as { body: string }));
    if (passing.length > 0) await this.#handle(passing);
    if (!this.#stopped.signal.aborted) this.checkpoint.next = next;
  }

  async #mayRead(): Promise<boolean> {
    try {
      this.services.authorize(this.stream.arn);
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      await this.services.clock.wait(PAUSES.last);
      return false;
    }
  }

  /** Hands records over until they are handled or given up; a batch that is split is two, one after the other. */
  async #handle(records: readonly StreamRecord[]): Promise<void> {
    const { bisects, maximumRetries } = this.settings.stream;
    let rest = records;
    for (let attempt = 1, pause = PAUSES.first; !this.#stopped.signal.aborted; attempt++) {
      const young = rest.filter((record) => !this.#isTooOld(record));
      if (young.length < rest.length)
        await this.#giveUp(
          rest.filter((each) => !young.includes(each)),
          'RecordAgeExceeded',
          attempt - 1,
        );
      if (young.length === 0) return;
      const { failed, requestId } = await this.#attempt(young);
      if (failed.length === 0) return;
      const progressed = failed.length < young.length;
      rest = failed;
      if (bisects && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await this.#pause(pause);
        await this.#handle(rest.slice(0, middle));
        await this.#handle(rest.slice(middle));
        return;
      }
      // What is left of a batch is a batch of its own, with its own attempts.
      if (progressed) attempt = 1;
      else if (maximumRetries >= 0 && attempt > maximumRetries)
        return this.#giveUp(rest, 'RetryAttemptsExhausted', attempt, requestId);
      await this.#pause(pause);
      pause = Math.min(pause * 2, PAUSES.last);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return this.services.clock.wait(milliseconds);
  }

  /** The records that were not handled, from the first of them on. */
  async #attempt(
    records: readonly StreamRecord[],
  ): Promise<{ failed: readonly StreamRecord[]; requestId?: string | undefined }> {
    try {
      const { payload, functionError, requestId } = await this.services.invoke(
        JSON.stringify({ Records: records.map((record) => ({ ...record, eventSourceARN: this.stream.arn })) }),
      );
      if (functionError) return { failed: records, requestId };
      return { failed: this.settings.reportsFailures ? fromFirstFailure(records, payload) : [], requestId };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const text = `${error.name}: ${error.message}`;
      this.services.notify({ kind: 'handler-failed', function: this.settings.functionName, error: text, attempt: 1 });
      return { failed: records };
    }
  }

  #isTooOld({ dynamodb }: StreamRecord): boolean {
    const { maximumAgeSeconds } = this.settings.stream;
    if (numberOf(dynamodb.SequenceNumber) < this.stream.first) return true;
    return (
      maximumAgeSeconds >= 0 &&
      this.services.clock.now() / 1000 - dynamodb.ApproximateCreationDateTime > maximumAgeSeconds
    );
  }

  async #giveUp(
    records: readonly StreamRecord[],
    condition: string,
    attempts: number,
    requestId?: string,
  ): Promise<void> {
    const { functionName, stream } = this.settings;
    const times = records.map(({ dynamodb }) => new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString());
    const sequence = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    if (stream.onFailure === undefined) {
      this.services.notify({
        kind: 'event-lost',
        function: functionName,
        error: `${records.length} of the stream ${this.stream.arn} are given up: ${condition}`,
      });
      return;
    }
    await this.services.sendFailure(stream.onFailure, {
      requestContext: { requestId, functionArn: this.services.readerArn, condition, approximateInvokeCount: attempts },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(this.services.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: SHARD_ID,
        startSequenceNumber: sequence[0],
        endSequenceNumber: sequence.at(-1),
        approximateArrivalOfFirstRecord: times[0],
        approximateArrivalOfLastRecord: times.at(-1),
        batchSize: records.length,
        streamArn: this.stream.arn,
      },
    });
  }
}

/**
 * The records from the first on that an answer names as failed; all when it cannot be read or names one that is not in the batch
 * (developer guide: "Configuring partial batch response with DynamoDB and Lambda").
 */
function fromFirstFailure(records: readonly StreamRecord[], answer: string): readonly StreamRecord[] {
  const { batchItemFailures = [] } = Object(JSON.parse(answer)) as { batchItemFailures?: unknown };
  if (batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return records;
  const at = batchItemFailures.map((failure) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === Object(failure).itemIdentifier),
  );
  return at.length === 0 ? [] : records.slice(Math.max(0, Math.min(...at)));
}
