import { isObject } from '#template/document/as-object.ts';
import type { Attributes, Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { invalidValue, SqsError } from './sqs-error.ts';

/** The attributes that are whole numbers, with their bounds (SetQueueAttributes). */
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const TEXTS = ['Policy', 'KmsMasterKeyId', 'RedrivePolicy', 'RedriveAllowPolicy'];
const OF_FIFO = ['DeduplicationScope', 'FifoThroughputLimit'];
/** The most queues that a RedriveAllowPolicy may name. */
const MAX_SOURCES = 10;

/**
 * Refuses attributes that a queue cannot have.
 *
 * @param given what is set
 * @param all the attributes that the queue has then
 * @param anyTarget whether its dead-letter queue may be one that is not here
 * @throws SqsError
 */
export function checkAttributes(
  given: Attributes,
  all: Attributes,
  name: string,
  queues: Queues,
  anyTarget = false,
): void {
  const isFifo = name.endsWith('.fifo');
  for (const [attribute, value] of Object.entries(given)) checkAttribute(attribute, value, isFifo);
  if (all.FifoThroughputLimit === 'perMessageGroupId' && (all.DeduplicationScope ?? 'queue') !== 'messageGroup')
    throw new SqsError(
      'InvalidAttributeValue',
      'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.',
    );
  if (given.RedrivePolicy) checkRedrivePolicy(given.RedrivePolicy, name, queues, anyTarget);
  if (given.RedriveAllowPolicy) checkRedriveAllowPolicy(given.RedriveAllowPolicy);
}

function checkAttribute(attribute: string, value: string, isFifo: boolean): void {
  if (!isFifo) {
    if (attribute === 'ContentBasedDeduplication' || attribute === 'FifoQueue')
      throw new SqsError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
    if (OF_FIFO.includes(attribute))
      throw new SqsError(
        'InvalidAttributeName',
        `You can specify the ${attribute} only when FifoQueue is set to true.`,
      );
  }
  const bounds = Object.hasOwn(NUMBERS, attribute) ? NUMBERS[attribute] : undefined;
  const choices = Object.hasOwn(CHOICES, attribute) ? CHOICES[attribute] : undefined;
  if (!bounds && !choices && !TEXTS.includes(attribute))
    throw new SqsError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
  if (bounds && !(/^\d+$/.test(value) && Number(value) >= bounds[0] && Number(value) <= bounds[1]))
    throw new SqsError(
      'InvalidAttributeValue',
      `Invalid value for the parameter ${attribute}. Reason: Must be between ${bounds[0]} and ${bounds[1]}.`,
    );
  if (choices && !choices.includes(value))
    throw new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${attribute}.`);
}

/** "The dead-letter queue of a FIFO queue must also be a FIFO queue"; it must exist, and allow the queue to send there. */
function checkRedrivePolicy(text: string, name: string, queues: Queues, anyTarget: boolean): void {
  const policy = objectIn(text, 'RedrivePolicy');
  const refuse = (reason: string) => invalidValue(text, 'RedrivePolicy', reason);
  const unknown = Object.keys(policy).find((key) => key !== 'deadLetterTargetArn' && key !== 'maxReceiveCount');
  if (unknown !== undefined)
    throw refuse(`Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].`);
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (typeof deadLetterTargetArn !== 'string' || !/^arn:[^:]+:sqs:[^:]*:\d{12}:[^:]+$/.test(deadLetterTargetArn))
    throw refuse('Invalid value for deadLetterTargetArn.');
  const count = Number(maxReceiveCount);
  if (maxReceiveCount === undefined || !Number.isInteger(count) || count < 1 || count > 1000)
    throw refuse('Invalid value for maxReceiveCount: must be between 1 and 1000.');
  const target = queues.withArn(deadLetterTargetArn);
  if (!target && anyTarget) return;
  if (!target) throw refuse('Dead letter target does not exist.');
  if (target.isFifo !== name.endsWith('.fifo'))
    throw refuse('Dead-letter queue must be same type of queue as the source.');
  if (!allowsSource(target, queues.arnOf(name)))
    throw refuse('The dead-letter queue does not allow this source queue by its redrive allow policy.');
}

/** Whether a queue may be the dead-letter queue of another. */
function allowsSource({ attributes }: Queue, sourceArn: string): boolean {
  if (!attributes.RedriveAllowPolicy) return true;
  const { redrivePermission = 'allowAll', sourceQueueArns = [] } = JSON.parse(attributes.RedriveAllowPolicy);
  if (redrivePermission === 'byQueue') return sourceQueueArns.includes(sourceArn);
  return redrivePermission !== 'denyAll';
}

function checkRedriveAllowPolicy(text: string): void {
  const { redrivePermission, sourceQueueArns } = objectIn(text, 'RedriveAllowPolicy');
  const refuse = (reason: string) => invalidValue(text, 'RedriveAllowPolicy', reason);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(String(redrivePermission)))
    throw refuse('Invalid value for redrivePermission: must be allowAll, denyAll or byQueue.');
  const isList = Array.isArray(sourceQueueArns);
  if (redrivePermission !== 'byQueue' && sourceQueueArns !== undefined)
    throw refuse('sourceQueueArns can be specified only when redrivePermission is byQueue.');
  if (
    redrivePermission === 'byQueue' &&
    (!isList || sourceQueueArns.length < 1 || sourceQueueArns.length > MAX_SOURCES)
  )
    throw refuse(`sourceQueueArns must have between 1 and ${MAX_SOURCES} queues.`);
}

function objectIn(text: string, parameter: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed as never;
  } catch {}
  throw invalidValue(text, parameter, 'Redrive policy is not a valid JSON map.');
}
