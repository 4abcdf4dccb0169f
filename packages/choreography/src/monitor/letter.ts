import type { Message } from '@aws-sdk/client-sqs';
import { eventsOf, type Process } from '#contracts/define-process.ts';
import { maskAddresses } from '#contracts/mask-personal.ts';
import { valueAt } from '#contracts/schema-path.ts';
import type { PoisonEvent } from './api-types.ts';
import { readDeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { readRecordedEvent } from './recorded-event.ts';

/** A message in a dead-letter queue, read and masked, with the instance that its event belongs to. */
export interface Letter {
  readonly messageId: string;
  /** Null for a poison event that belongs to no instance. */
  readonly key: string | null;
  readonly failure: Omit<PoisonEvent, 'step' | 'messageId'>;
}

/** Reads a message, also one that holds no event at all. */
export function readLetter(
  processes: readonly Process[],
  { participant, job }: DeadLetterQueue,
  { MessageId: messageId = '', Body = '', MessageAttributes = {}, Attributes }: Message,
): Letter {
  const sentAt = new Date(Number(Attributes?.SentTimestamp ?? 0));
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
  );
  const letter = readDeadLetter(Body, attributes, sentAt);
  if (!letter) {
    const unreadable = { eventId: messageId, type: '', source: '', error: UNREADABLE, attempts: null, data: null };
    return { messageId, key: null, failure: { participant, job, ...unreadable, at: sentAt.toISOString() } };
  }
  const { recorded, correlationId } = readRecordedEvent(processes, letter.event);
  const { eventId, type, source, data } = recorded;
  const { attempts, at } = letter;
  return {
    messageId,
    key: isOfAnInstance(processes, source, type, letter.event.detail?.data) ? correlationId : null,
    failure: {
      participant,
      job,
      eventId,
      type,
      source,
      error: maskAddresses(shortened(letter.error)),
      attempts,
      at,
      data,
    },
  };
}

/** An error text may be as long as an event: its beginning says what is wrong. */
const shortened = (error: string): string =>
  error.length > LONGEST_ERROR ? `${error.slice(0, LONGEST_ERROR)}…` : error;

const LONGEST_ERROR = 2000;

const UNREADABLE = 'NotReadable: the message holds no event';

/** An event that a process knows, or that carries its business key. Others have a correlation that is no instance. */
function isOfAnInstance(processes: readonly Process[], source: string, type: string, data: unknown): boolean {
  return processes.some(
    (process) =>
      eventsOf(process).some((event) => event.type === type && event.source === source) ||
      typeof valueAt(data, process.starts.correlateBy) === 'string',
  );
}
