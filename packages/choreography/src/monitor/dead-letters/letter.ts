import type { Message } from '@aws-sdk/client-sqs';
import { readDeadLetter } from '#contracts/dead-letter.ts';
import { maskValues } from '#contracts/mask-values.ts';
import type { PoisonEvent } from '#monitor/api-types.ts';
import { contractOf, type MonitoredContracts, readRecordedEvent } from '#monitor/events/recorded-event.ts';
import type { KeyOfProcesses } from '#monitor/instances/instances-of.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';

/** A message in a dead-letter queue, read and masked, with the instance that its event belongs to. */
export interface Letter {
  readonly messageId: string;
  /** The instances that its event belongs to; none of a poison event. */
  readonly instances: readonly KeyOfProcesses[];
  readonly failure: Omit<PoisonEvent, 'step' | 'messageId'>;
}

/** Reads a message, also one that holds no event at all. */
export function readLetter(known: MonitoredContracts, { participant, job }: DeadLetterQueue, message: Message): Letter {
  const { MessageId: messageId = '' } = message;
  const { event, attempts, at, error } = readDeadLetter(message);
  if (!event) {
    const unreadable = { eventId: messageId, type: '', source: '', error: UNREADABLE, attempts: null, data: null };
    return { messageId, instances: [], failure: { participant, job, ...unreadable, at } };
  }
  const { recorded, instances } = readRecordedEvent(known, event as unknown as Parameters<typeof readRecordedEvent>[1]);
  const { eventId, type, source, data } = recorded;
  return {
    messageId,
    instances,
    failure: {
      participant,
      job,
      eventId,
      type,
      source,
      // Masked before it is shortened, which could cut a value in two.
      error: shortened(maskValues(error, contractOf(known.contracts, recorded)?.data, dataIn(event.detail))),
      attempts,
      at,
      data,
    },
  };
}

/** What an event carries: its data, or all of its detail when that is of another form. */
const dataIn = (detail: unknown): unknown => Object(detail).data ?? detail;

/** An error text may be as long as an event: its beginning says what is wrong. */
const shortened = (error: string): string =>
  error.length > MAX_ERROR_LENGTH ? `${error.slice(0, MAX_ERROR_LENGTH)}…` : error;

const MAX_ERROR_LENGTH = 2000;

const UNREADABLE = 'NotReadable: the message holds no event';
