import { AwsError } from '#local/gateway/aws-error.ts';
import type { Deliveries } from './deliver.ts';
import { membersOf, messageAttributesIn, type Parameters } from './parameters.ts';
import { type PublishRequest, publish, sizeOf } from './publish.ts';
import { SUBSCRIPTION_ACTIONS } from './subscription-actions.ts';
import { TOPIC_ACTIONS } from './topic-actions.ts';
import { invalidParameter } from './topics.ts';
import { element, members } from './xml.ts';

/** Answers a call with the XML of its result. Throws AwsError. */
export type Action = (state: Deliveries, parameters: Parameters) => string;

const MAX_BATCH_BYTES = 262_144;
const MAX_ENTRIES = 10;

/** The actions of SNS, by name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ...TOPIC_ACTIONS,
  ...SUBSCRIPTION_ACTIONS,
  Publish(state, parameters) {
    if (parameters.PhoneNumber !== undefined)
      throw invalidParameter('PhoneNumber Reason: no text messages are sent here');
    const topic = state.topics.get(parameters.TopicArn ?? parameters.TargetArn);
    const published = publish(state, topic, requestIn(parameters, ''));
    return element('MessageId', published.MessageId) + element('SequenceNumber', published.SequenceNumber);
  },
  PublishBatch(state, parameters) {
    const topic = state.topics.get(parameters.TopicArn);
    const all = membersOf(parameters, 'PublishBatchRequestEntries.member').map((prefix) => ({
      id: parameters[`${prefix}.Id`] ?? '',
      place: `${prefix.replace('PublishBatchRequestEntries.member', 'publishBatchRequestEntries')}.member.messageAttributes`,
      request: requestIn(parameters, `${prefix}.`),
    }));
    checkBatch(all);
    const outcomes = all.map(({ id, request, place }) => {
      try {
        const { MessageId, SequenceNumber } = publish(state, topic, request, place);
        const told = element('MessageId', MessageId) + element('SequenceNumber', SequenceNumber);
        return { successful: element('Id', id) + told };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // What is wrong with the form of one entry is wrong with the request.
        if (error.name === 'ValidationError') throw error;
        const told = element('Code', error.name) + element('Message', error.message) + element('SenderFault', 'true');
        return { failed: element('Id', id) + told };
      }
    });
    const successful = outcomes.flatMap((outcome) => outcome.successful ?? []);
    const failed = outcomes.flatMap((outcome) => outcome.failed ?? []);
    return `<Successful>${members(successful)}</Successful><Failed>${members(failed)}</Failed>`;
  },
};

function requestIn(parameters: Parameters, prefix: string): PublishRequest {
  const value = (name: string) => parameters[prefix + name];
  return {
    Message: value('Message'),
    Subject: value('Subject'),
    MessageStructure: value('MessageStructure'),
    MessageGroupId: value('MessageGroupId'),
    MessageDeduplicationId: value('MessageDeduplicationId'),
    MessageAttributes: messageAttributesIn(parameters, prefix),
  };
}

function checkBatch(entries: readonly { id: string; request: PublishRequest }[]): void {
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MAX_ENTRIES)
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  for (const { id } of entries) {
    if (id.length > 80)
      throw new AwsError('InvalidBatchEntryId', `The Id of a batch entry in the batch request is too long: ${id}`);
    if (!/^[A-Za-z0-9_-]+$/.test(id))
      throw new AwsError(
        'InvalidBatchEntryId',
        `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
      );
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  if (entries.reduce((sum, { request }) => sum + sizeOf(request), 0) > MAX_BATCH_BYTES)
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
}
