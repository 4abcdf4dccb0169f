import type { Message } from '#local/sqs/message.ts';
import { asJson } from '#template/document/as-object.ts';

/** An event, as far as it tells what it counts for. */
export interface CountedEvent {
  readonly id: unknown;
  readonly source: unknown;
}

/** The event in a message: as it is, or in the record of an invocation. */
export function eventIn({ body }: Pick<Message, 'body'>): CountedEvent {
  const content = Object(asJson(body));
  const { id, source } = Object(content.requestPayload ?? content);
  return { id, source };
}

/** Whether the clock causes what such an event starts: it does so once, however many instances a sampled one represents. */
export const isOfClock = ({ source }: Pick<CountedEvent, 'source'>): boolean => source === 'aws.events';
