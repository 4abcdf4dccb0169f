import type { Streams } from '#local/dynamodb/streams/streams.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { mappingSettings } from '#local/lambda/event-source/mapping-settings.ts';
import { type PollerServices, QueuePoller } from '#local/lambda/event-source/queue-poller.ts';
import { sendFailure } from '#local/lambda/event-source/send-failure.ts';
import { type Checkpoint, StreamPoller } from '#local/lambda/event-source/stream-poller.ts';
import { isStream } from '#local/lambda/event-source/stream-settings.ts';
import { QueueConsumer } from '#local/sqs/queue-consumer.ts';
import { QueueError } from '#local/sqs/queue-error.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import type { Pipe } from './pipe.ts';
import { type PipeTargets, runBatch } from './run-batch.ts';

export interface PipesServices extends PipeTargets, Pick<PollerServices, 'clock' | 'inFlight' | 'notify'> {
  readonly queues: Queues;
  readonly streams: Pick<Streams, 'find'>;
}

/** The pipes of the account, each from a queue or a stream to one target (EventBridge user guide: "Amazon EventBridge Pipes"). */
export class Pipes {
  readonly #pollers = new Map<string, { stop(): void }>();
  readonly #checkpoints = new Map<string, Checkpoint>();

  constructor(private readonly services: PipesServices) {}

  /** Takes the place of a pipe of that name. Throws AWS's refusal of its parameters. */
  put(pipe: Pipe): void {
    this.remove(pipe.name);
    if (pipe.properties.DesiredState === 'STOPPED') return;
    const poller = isStream(pipe.properties.Source) ? this.#fromStream(pipe) : this.#fromQueue(pipe);
    this.#pollers.set(pipe.name, poller);
    poller.start();
  }

  remove(name: string): void {
    this.#pollers.get(name)?.stop();
    this.#pollers.delete(name);
  }

  stop(): void {
    for (const name of [...this.#pollers.keys()]) this.remove(name);
  }

  #fromQueue(pipe: Pipe): QueuePoller {
    const { Source, SourceParameters = {} } = pipe.properties;
    const settings = mappingSettings({
      EventSourceArn: Source,
      FunctionName: pipe.name,
      ...SourceParameters.SqsQueueParameters,
      ...(SourceParameters.FilterCriteria && { FilterCriteria: SourceParameters.FilterCriteria }),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const { clock, inFlight, notify, queues } = this.services;
    return new QueuePoller(settings, new QueueConsumer(queues, Source, () => clock.now()), {
      clock,
      inFlight,
      notify,
      functions: {
        find: () => ({ config: { name: pipe.name, roleArn: pipe.properties.RoleArn } }),
        invoke: (_, event) => this.#run(pipe, event),
      },
      // SQS writes actions so in its refusals.
      authorize: (_, action, resource) =>
        this.services.authorize(pipe, { action: `sqs:${action.toLowerCase()}`, resource }),
    });
  }

  #fromStream(pipe: Pipe): StreamPoller {
    const { Source, SourceParameters = {} } = pipe.properties;
    const { OnPartialBatchItemFailure, DeadLetterConfig, ...given } = SourceParameters.DynamoDBStreamParameters ?? {};
    const { stream: reading, ...settings } = mappingSettings({
      EventSourceArn: Source,
      FunctionName: pipe.name,
      ...given,
      BisectBatchOnFunctionError: OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
      ...(DeadLetterConfig?.Arn !== undefined && {
        DestinationConfig: { OnFailure: { Destination: DeadLetterConfig.Arn } },
      }),
      ...(SourceParameters.FilterCriteria && { FilterCriteria: SourceParameters.FilterCriteria }),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    } as Parameters<typeof mappingSettings>[0]);
    const stream = this.services.streams.find(Source);
    if (!stream || !reading) throw new AwsError('ValidationException', `There is no stream ${Source}.`);
    const next = reading.startingPosition === 'LATEST' ? stream.first + stream.records.length : 0;
    const checkpoint = this.#checkpoints.get(pipe.name) ?? { next };
    this.#checkpoints.set(pipe.name, checkpoint);
    return new StreamPoller({ ...settings, stream: reading }, stream, checkpoint, {
      ...this.services,
      readerArn: pipe.arn,
      authorize: (resource) => {
        for (const action of ['DescribeStream', 'GetRecords', 'GetShardIterator'])
          this.services.authorize(pipe, { action: `dynamodb:${action}`, resource });
      },
      invoke: (event) => this.#run(pipe, event),
      sendFailure: (destination, record) =>
        sendFailure(destination, JSON.stringify(record), {
          authorize: (demand) => this.services.authorize(pipe, demand),
          toQueue: (queueArn, body) => this.services.toQueue(queueArn, body),
          toTopic: (topicArn, message) => this.services.toTopic(topicArn, message),
        }),
    });
  }

  /** Runs a batch; an error is reported, and the batch counts as not handled. */
  async #run(pipe: Pipe, event: string): Promise<{ payload: string; functionError?: 'Unhandled' }> {
    const { Records } = readJson(event) as { Records: unknown[] };
    try {
      return { payload: await runBatch(pipe, Records, this.services) };
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof QueueError || error instanceof SyntaxError)) throw error;
      this.services.notify({ kind: 'pipe-failed', pipe: pipe.name, reason: error.message });
      return { payload: JSON.stringify({ errorMessage: error.message }), functionError: 'Unhandled' };
    }
  }
}
