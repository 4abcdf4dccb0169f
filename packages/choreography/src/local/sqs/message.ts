import { createHash } from 'node:crypto';
import { uuid } from '#local/runtime/chance.ts';

/** A value that a sender gives a message beside its body; `BinaryValue` in base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message in a queue; times in milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  sequenceNumber: string | undefined;
  sentAt: number;
  /** Until then it cannot be received: its delay or its visibility timeout is not over. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** By which the last who received it can name it. */
  receiptHandle: string | undefined;
  /** The queue that it was moved from, as a dead letter. */
  deadLetterSourceArn: string | undefined;
}

export interface SentMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

export function createMessage(sent: SentMessage, now: number, delaySeconds: number): Message {
  return {
    id: uuid(),
    body: sent.body,
    attributes: sent.attributes,
    traceHeader: sent.traceHeader,
    groupId: sent.groupId,
    deduplicationId: sent.deduplicationId,
    sequenceNumber: undefined,
    sentAt: now,
    visibleAt: now + delaySeconds * 1000,
    receiveCount: 0,
    firstReceivedAt: undefined,
    receiptHandle: undefined,
    deadLetterSourceArn: undefined,
  };
}

export const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/**
 * The MD5 digest of attributes ("Calculating the MD5 message digest for message attributes"): by name, each with its type and its
 * value behind their lengths. Undefined if there are none.
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue = '', BinaryValue = '' } = attributes[name] as MessageAttribute;
    const isBinary = DataType.startsWith('Binary');
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(BinaryValue, 'base64') : Buffer.from(StringValue));
  }
  return hash.digest('hex');
}
