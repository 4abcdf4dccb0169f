import type { Action, Parameters } from './actions.ts';
import type { Attributes, Queue } from './queue.ts';
import { checkAttributes } from './queue-attributes.ts';
import type { Queues } from './queues.ts';
import { invalidParameter, invalidValue, missingParameter, noSuchQueue, SqsError } from './sqs-error.ts';

/** "Only one PurgeQueue operation … every 60 seconds". */
const PURGE_PAUSE_MS = 60_000;
const MAX_PAGE = 1000;

/** The actions on queues themselves. */
export const QUEUE_ACTIONS: Readonly<Record<string, Action>> = {
  CreateQueue: ({ queues }, parameters) => createQueue(queues, parameters),
  GetQueueUrl({ queues }, { QueueName }) {
    if (!queues.named(String(QueueName))) throw noSuchQueue();
    return { QueueUrl: queues.urlOf(String(QueueName)) };
  },
  ListQueues({ queues }, { QueueNamePrefix = '', MaxResults, NextToken }) {
    const names = queues
      .all()
      .map(({ name }) => name)
      .filter((name) => name.startsWith(String(QueueNamePrefix)));
    return page(names.sort(), 'QueueUrls', MaxResults, NextToken, queues.urlOf.bind(queues));
  },
  ListDeadLetterSourceQueues({ queues }, { QueueUrl, MaxResults, NextToken }) {
    const names = queues.sourcesOf(queues.at(QueueUrl)).map(({ name }) => name);
    return page(names.sort(), 'queueUrls', MaxResults, NextToken, queues.urlOf.bind(queues));
  },
  DeleteQueue({ queues }, { QueueUrl }) {
    queues.delete(queues.at(QueueUrl));
    return {};
  },
  PurgeQueue({ queues, purged }, { QueueUrl }) {
    const queue = queues.at(QueueUrl);
    const now = queues.clock.now();
    if (now - (purged.get(queue) ?? Number.NEGATIVE_INFINITY) < PURGE_PAUSE_MS)
      throw new SqsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        403,
      );
    purged.set(queue, now);
    queue.purge();
    return {};
  },
  GetQueueAttributes({ queues }, { QueueUrl, AttributeNames = [] }) {
    const queue = queues.at(QueueUrl);
    const known = attributesOf(queue);
    const asked = AttributeNames as string[];
    const unknown = asked.find((name) => name !== 'All' && !(name in known) && !OPTIONAL.has(name));
    if (unknown !== undefined) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const told = Object.entries(known).filter(([name]) => asked.includes('All') || asked.includes(name));
    return told.length > 0 ? { Attributes: Object.fromEntries(told) } : {};
  },
  SetQueueAttributes({ queues }, { QueueUrl, Attributes: given }) {
    const queue = queues.at(QueueUrl);
    if (given === undefined) throw missingParameter('Attributes');
    const attributes = given as Attributes;
    if (queue.isFifo && attributes.FifoQueue !== undefined && attributes.FifoQueue !== 'true')
      throw new SqsError(
        'InvalidAttributeValue',
        'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
      );
    checkAttributes(attributes, { ...queue.attributes, ...attributes }, queue.name, queues);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === '') delete queue.attributes[name];
      else queue.attributes[name] = value;
    }
    queue.modifiedAt = queues.clock.now();
    return {};
  },
  TagQueue({ queues }, { QueueUrl, Tags = {} }) {
    const { tags } = queues.at(QueueUrl);
    for (const [key, value] of Object.entries(Tags as Attributes)) tags.set(key, value);
    return {};
  },
  UntagQueue({ queues }, { QueueUrl, TagKeys = [] }) {
    const { tags } = queues.at(QueueUrl);
    for (const key of TagKeys as string[]) tags.delete(key);
    return {};
  },
  ListQueueTags({ queues }, { QueueUrl }) {
    const { tags } = queues.at(QueueUrl);
    return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
  },
};

/**
 * Creates a queue, or finds the one there is.
 *
 * @param ofTemplate whether a template has it, whose dead-letter queue may be one that is not here
 * @throws SqsError
 */
export function createQueue(
  queues: Queues,
  { QueueName, Attributes: given = {}, tags = {} }: Parameters,
  ofTemplate = false,
): { QueueUrl: string } {
  const attributes = given as Attributes;
  const name = checkName(QueueName, attributes);
  const existing = queues.named(name);
  if (existing) {
    const other = Object.keys(attributes).find((key) => !sameValue(existing.attributes[key], attributes[key]));
    if (other !== undefined)
      throw new SqsError(
        'QueueAlreadyExists',
        `A queue already exists with the same name and a different value for attribute ${other}`,
      );
    return { QueueUrl: queues.urlOf(name) };
  }
  const all = name.endsWith('.fifo') ? { FifoQueue: 'true', ...attributes } : attributes;
  checkAttributes(all, all, name, queues, ofTemplate);
  const queue = queues.create(name, withoutEmpty(all));
  for (const [key, value] of Object.entries(tags as Attributes)) queue.tags.set(key, value);
  return { QueueUrl: queues.urlOf(name) };
}

/** Attributes that a queue may lack. */
const OPTIONAL: ReadonlySet<string> = new Set([
  ...['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'FifoQueue'],
  ...['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
]);

function attributesOf(queue: Queue): Attributes {
  const { visible, received, delayed } = queue.counts();
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(received),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
}

function checkName(given: unknown, { FifoQueue }: Attributes): string {
  if (given === undefined) throw missingParameter('QueueName');
  const name = String(given);
  if (FifoQueue === 'true' && !name.endsWith('.fifo'))
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  if (!/^[A-Za-z0-9_-]+(\.fifo)?$/.test(name) || name.length > 80)
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  return name;
}

/** Policies are the same if they say the same. */
function sameValue(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true;
  if (!one?.startsWith('{') || !other?.startsWith('{')) return (one ?? '') === (other ?? '');
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}

function withoutEmpty(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

function page(
  names: readonly string[],
  field: string,
  maxResults: unknown,
  token: unknown,
  told: (name: string) => string,
): object {
  if (maxResults !== undefined && !(Number(maxResults) >= 1 && Number(maxResults) <= MAX_PAGE))
    throw invalidValue(maxResults, 'MaxResults', `Must be between 1 and ${MAX_PAGE}, if provided.`);
  const left = token === undefined ? names : names.filter((name) => name > String(token));
  const most = Number(maxResults ?? MAX_PAGE);
  const shown = left.slice(0, most);
  // Only who asks for pages is given the way to the next one.
  const next = maxResults !== undefined && left.length > most ? { NextToken: shown.at(-1) } : {};
  return shown.length > 0 || field === 'queueUrls' ? { [field]: shown.map(told), ...next } : {};
}
