import { randomUUID } from 'node:crypto';
import { AwsError, invalidParameterValue } from '#local/aws-error.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { QueueConsumer } from '#local/sqs/queue-consumer.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { type MappingInput, type MappingSettings, mappingSettings } from './mapping-settings.ts';
import { type PollerServices, type QueueAction, QueuePoller } from './queue-poller.ts';

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
}

/** What the role of a function must allow, so that its queue can be polled (developer guide: "Using Lambda with Amazon SQS"). */
const POLLING: readonly QueueAction[] = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The event source mappings of the account: functions that are fed from queues. */
export class EventSourceMappings {
  readonly #mappings = new Map<string, EventSourceMapping>();
  readonly #pollers = new Map<string, QueuePoller>();

  constructor(private readonly services: MappingServices) {}

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
      ({ settings: { queueArn, functionName } }) =>
        queueArn === settings.queueArn && functionName === settings.functionName,
    );
    if (same)
      throw new AwsError(
        'ResourceConflictException',
        `An event source mapping with SQS arn (" ${settings.queueArn} ") and function (" ${settings.functionName} ") already exists. Please update or delete the existing mapping with UUID ${same.uuid}`,
        409,
      );
    return this.#set(templateId ?? randomUUID(), input, settings, templateId !== undefined);
  }

  /** Changes what is given, and leaves the rest. */
  update(uuid: string, changes: MappingInput): EventSourceMapping {
    const { input: before, ofTemplate } = this.get(uuid);
    const input = { ...before, ...changes };
    return this.#set(uuid, input, mappingSettings(input), ofTemplate);
  }

  delete(uuid: string): EventSourceMapping {
    const deleted = this.get(uuid);
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
    const queue = new QueueConsumer(this.services.queues, settings.queueArn, () => this.services.clock.now());
    this.#mustFit(settings, queue);
    this.#remove(uuid);
    const mapping = { uuid, input, settings, changedAt: this.services.clock.now(), ofTemplate };
    this.#mappings.set(uuid, mapping);
    if (settings.enabled) {
      const poller = new QueuePoller(settings, queue, this.services);
      this.#pollers.set(uuid, poller);
      poller.start();
    }
    return mapping;
  }

  /** The function, its role and its queue must fit together. */
  #mustFit({ functionName, queueArn }: MappingSettings, queue: QueueConsumer): void {
    const fed = this.services.functions.find(functionName);
    if (!fed) throw invalidParameterValue('Function does not exist');
    for (const action of POLLING) {
      try {
        this.services.authorize(fed.config, action, queueArn);
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
