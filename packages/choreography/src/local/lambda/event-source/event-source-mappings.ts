import type { Streams } from '#local/dynamodb/streams/streams.ts';
import { AwsError, invalidParameterValue } from '#local/gateway/aws-error.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid as newUuid } from '#local/runtime/chance.ts';
import type { Message } from '#local/sqs/message.ts';
import { QueueConsumer } from '#local/sqs/queue-consumer.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { type MappingInput, type MappingSettings, mappingSettings } from './mapping-settings.ts';
import { CONCURRENT_BATCHES, type PollerServices, type QueueAction, QueuePoller } from './queue-poller.ts';
import { scatter } from './scatter.ts';
import { type Checkpoint, StreamPoller } from './stream-poller.ts';
import type { StreamReading } from './stream-settings.ts';

export interface EventSourceMapping {
  readonly uuid: string;
  readonly input: MappingInput;
  readonly settings: MappingSettings;
  /** In milliseconds since 1970. */
  readonly changedAt: number;
  /** Whether a template has it. */
  readonly ofTemplate: boolean;
}

export interface MappingServices extends PollerServices {
  readonly functions: Pick<Functions, 'find' | 'invoke'>;
  readonly queues: Queues;
  readonly streams: Pick<Streams, 'find'>;
  /** How many pollers receive from a standard queue, each its own batches. @default one */
  readonly pollers?: number;
  /** Throws AWS's refusal unless the role of a function allows something. */
  demand(config: Pick<FunctionConfig, 'name' | 'roleArn'>, demand: Demand): void;
  /** Sends a record to a queue or a topic in the role of a function. */
  toFailureDestination(
    config: Pick<FunctionConfig, 'name' | 'roleArn'>,
    destination: string,
    record: string,
  ): Promise<void>;
}

/** What the role must allow, so that a stream can be read. */
const READING = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `dynamodb:${name}`);

/** What the role of a function must allow, so that its queue can be polled (developer guide: "Using Lambda with Amazon SQS"). */
const POLLING: readonly QueueAction[] = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The event source mappings of the account: functions that are fed from queues and streams. */
export class EventSourceMappings {
  readonly #mappings = new Map<string, EventSourceMapping>();
  readonly #pollers = new Map<string, { readonly isBehind?: boolean; stop(): void }>();
  /** Where the readers of streams are. */
  readonly #checkpoints = new Map<string, Checkpoint>();

  constructor(private readonly services: MappingServices) {}

  /** Whether a stream has what its function has not handled, or what is not known to be for others. */
  get isBehind(): boolean {
    return [...this.#pollers.values()].some(({ isBehind = false }) => isBehind);
  }

  all(): EventSourceMapping[] {
    return [...this.#mappings.values()];
  }

  get(uuid: string): EventSourceMapping {
    const found = this.#mappings.get(uuid);
    if (!found) throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    return found;
  }

  /** Throws Lambda's refusals. @param templateId the mapping's id, when a template has it */
  create(input: MappingInput, templateId?: string): EventSourceMapping {
    const settings = mappingSettings(input);
    const same = this.all().find(
      ({ settings: { sourceArn, functionName } }) =>
        sourceArn === settings.sourceArn && functionName === settings.functionName,
    );
    if (same)
      throw new AwsError(
        'ResourceConflictException',
        `An event source mapping with ${settings.stream ? 'DynamoDB' : 'SQS'} arn (" ${settings.sourceArn} ") and function (" ${settings.functionName} ") already exists. Please update or delete the existing mapping with UUID ${same.uuid}`,
        409,
      );
    return this.#set(templateId ?? newUuid(), input, settings, templateId !== undefined);
  }

  /** Changes what is given, and leaves the rest. */
  update(uuid: string, changes: MappingInput): EventSourceMapping {
    const { input: before, ofTemplate } = this.get(uuid);
    const input = { ...before, ...changes };
    return this.#set(uuid, input, mappingSettings(input), ofTemplate);
  }

  delete(uuid: string): EventSourceMapping {
    const deleted = this.get(uuid);
    this.#checkpoints.delete(uuid);
    this.#remove(uuid);
    return deleted;
  }

  /** Forgets the mappings of templates, before they are made anew. */
  forgetThoseOfTemplates(): void {
    for (const { uuid, ofTemplate } of this.all()) if (ofTemplate) this.#remove(uuid);
  }

  stop(): void {
    for (const { uuid } of this.all()) this.#remove(uuid);
  }

  #set(uuid: string, input: MappingInput, settings: MappingSettings, ofTemplate: boolean): EventSourceMapping {
    if (settings.stream) return this.#setStream(uuid, input, { ...settings, stream: settings.stream }, ofTemplate);
    const queue = new QueueConsumer(this.services.queues, settings.sourceArn, () => this.services.clock.now());
    this.#mustFit(settings, queue);
    this.#remove(uuid);
    const mapping = { uuid, input, settings, changedAt: this.services.clock.now(), ofTemplate };
    this.#mappings.set(uuid, mapping);
    if (settings.enabled) {
      const pollers = this.#queuePollers(settings);
      this.#pollers.set(uuid, { stop: () => pollers.forEach((poller) => void poller.stop()) });
      for (const poller of pollers) poller.start();
    }
    return mapping;
  }

  /** Pollers that share a queue, and the concurrency of their mapping; one of a FIFO queue. */
  #queuePollers(settings: MappingSettings): QueuePoller[] {
    const { sourceArn, maximumConcurrency = CONCURRENT_BATCHES } = settings;
    const { queues, clock, receiveEveryMs, pollers = 1 } = this.services;
    const of = sourceArn.endsWith('.fifo') ? 1 : Math.min(pollers, maximumConcurrency);
    const consumerOf = scatter(of);
    return Array.from({ length: of }, (_, number) => {
      const isMeant = of === 1 ? undefined : (message: Message) => consumerOf(message) === number;
      const queue = new QueueConsumer(queues, sourceArn, () => clock.now(), isMeant);
      const share = { ...settings, maximumConcurrency: Math.floor(maximumConcurrency / of) };
      // They take turns.
      const services = {
        ...this.services,
        ...(receiveEveryMs !== undefined && { receiveEveryMs: receiveEveryMs * of }),
      };
      return new QueuePoller(share, queue, services);
    });
  }

  #setStream(
    uuid: string,
    input: MappingInput,
    settings: MappingSettings & { readonly stream: StreamReading },
    ofTemplate: boolean,
  ): EventSourceMapping {
    const { functionName, target, sourceArn } = settings;
    const { functions, demand, clock, toFailureDestination } = this.services;
    const fed = functions.find(functionName);
    if (!fed) throw invalidParameterValue('Function does not exist');
    const stream = this.services.streams.find(sourceArn);
    if (!stream) throw invalidParameterValue(`Stream not found: ${sourceArn}`);
    const authorizeReading = (streamArn: string) => {
      for (const action of READING)
        demand(functions.find(functionName)?.config ?? fed.config, { action, resource: streamArn });
    };
    try {
      authorizeReading(sourceArn);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalidParameterValue(
        `Cannot access stream ${sourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in DynamoDB.`,
      );
    }
    this.#remove(uuid);
    const mapping = { uuid, input, settings, changedAt: clock.now(), ofTemplate };
    this.#mappings.set(uuid, mapping);
    if (!settings.enabled) return mapping;
    const { startingPosition } = settings.stream;
    const checkpoint = this.#checkpoints.get(uuid) ?? {
      next: startingPosition === 'LATEST' ? stream.first + stream.records.length : 0,
    };
    this.#checkpoints.set(uuid, checkpoint);
    const poller = new StreamPoller(settings, stream, checkpoint, {
      ...this.services,
      readerArn: arn('lambda', `function:${functionName}`),
      authorize: authorizeReading,
      invoke: (event) => functions.invoke(target, event),
      sendFailure: (destination, record) =>
        toFailureDestination(functions.find(functionName)?.config ?? fed.config, destination, JSON.stringify(record)),
    });
    this.#pollers.set(uuid, poller);
    poller.start();
    return mapping;
  }

  /** The function, its role and its queue must fit together. */
  #mustFit({ functionName, sourceArn }: MappingSettings, queue: QueueConsumer): void {
    const fed = this.services.functions.find(functionName);
    if (!fed) throw invalidParameterValue('Function does not exist');
    for (const action of POLLING) {
      try {
        this.services.authorize(fed.config, action, sourceArn);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw invalidParameterValue(`The function execution role does not have permissions to call ${action} on SQS`);
      }
    }
    if (!queue.queue)
      throw invalidParameterValue(
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
      );
    const visible = queue.visibilityTimeout / 1000;
    const { timeoutSeconds } = fed.config;
    if (visible < timeoutSeconds)
      throw invalidParameterValue(
        `Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
      );
  }

  #remove(uuid: string): void {
    this.#pollers.get(uuid)?.stop();
    this.#pollers.delete(uuid);
    this.#mappings.delete(uuid);
  }
}
