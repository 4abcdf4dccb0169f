import type { MessageAttribute, MessageAttributes } from './message.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, invalidValue, missingParameter, SqsError } from './sqs-error.ts';

/** What SendMessage and an entry of SendMessageBatch have in common. */
export interface SendRequest {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

const MAX_ATTRIBUTES = 10;
const MAX_DELAY_SECONDS = 900;
/** "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF" (SendMessage). */
const INVALID_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** "Alphanumeric characters and punctuation", 1 to 128 of them. */
const ID = /^[!-~]{1,128}$/;
const WRONG_TYPE_OF_QUEUE = 'The request include parameter that is not valid for this queue type.';

/** Refuses a message that a queue does not take (SendMessage; "Amazon SQS message quotas"). @throws SqsError */
export function checkMessage(request: SendRequest, queue: Queue): void {
  const { MessageBody, DelaySeconds } = request;
  if (!MessageBody) throw missingParameter('MessageBody');
  checkText(MessageBody);
  checkAttributes(request.MessageAttributes ?? {});
  checkSystemAttributes(request.MessageSystemAttributes ?? {});
  const most = queue.number('MaximumMessageSize');
  if (sizeOf(request) > most)
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  if (DelaySeconds !== undefined) checkDelay(DelaySeconds, queue);
  checkGroup(request, queue);
}

/** The size of a message in bytes: its body, and the names, types and values of its attributes. */
export function sizeOf({ MessageBody = '', MessageAttributes: attributes = {} }: SendRequest): number {
  let size = Buffer.byteLength(MessageBody);
  for (const [name, { DataType = '', StringValue = '', BinaryValue = '' }] of Object.entries(attributes))
    size +=
      Buffer.byteLength(name + DataType) + Buffer.byteLength(StringValue) + Buffer.byteLength(BinaryValue, 'base64');
  return size;
}

function checkText(text: string): void {
  if (INVALID_CHARACTER.test(text))
    throw new SqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
}

function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES)
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  for (const [name, attribute] of entries) {
    checkName(name);
    checkValue(name, attribute);
  }
}

/** "The name … is case-sensitive and must be unique …, must not start with AWS. or Amazon., nor have a period at either end". */
function checkName(name: string): void {
  if (name.length < 1 || name.length > 256)
    throw invalidParameter(`Length of message (user) attribute name must be between 1 and 256 characters.`);
  if (!/^[A-Za-z0-9_.-]+$/.test(name))
    throw invalidParameter(
      `Invalid non-alphanumeric character was found in the message (user) attribute name '${name}'. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  if (/^\.|\.$|\.\./.test(name) || /^(aws|amazon)\./i.test(name))
    throw invalidParameter(
      `You can't use message (user) attribute names beginning with 'AWS.' or 'Amazon.', beginning or ending with '.', or with successive '.': '${name}'.`,
    );
}

function checkValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const told = `Message (user) attribute '${name}'`;
  if (!DataType) throw invalidParameter(`${told} must contain a non-empty attribute type.`);
  const type = DataType.split('.')[0] ?? '';
  if (!['String', 'Number', 'Binary'].includes(type) || DataType.length > 256)
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  const value = type === 'Binary' ? BinaryValue : StringValue;
  if (!value) throw invalidParameter(`${told} must contain a non-empty value of type '${type}'.`);
  if (type === 'Binary') return;
  checkText(value);
  if (type === 'Number' && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value))
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

function checkSystemAttributes(attributes: MessageAttributes): void {
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (name !== 'AWSTraceHeader') throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    if (DataType !== 'String' || !StringValue)
      throw invalidParameter(`Message (system) attribute '${name}' must contain a non-empty value of type 'String'.`);
  }
}

function checkDelay(seconds: number, queue: Queue): void {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_DELAY_SECONDS)
    throw invalidValue(seconds, 'DelaySeconds', `DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`);
  if (queue.isFifo && seconds > 0) throw invalidValue(seconds, 'DelaySeconds', WRONG_TYPE_OF_QUEUE);
}

function checkGroup({ MessageGroupId: group, MessageDeduplicationId: id }: SendRequest, queue: Queue): void {
  for (const [parameter, value] of [
    ['MessageGroupId', group],
    ['MessageDeduplicationId', id],
  ] as const) {
    if (value !== undefined && !ID.test(value))
      throw invalidValue(
        value,
        parameter,
        `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      );
  }
  if (!queue.isFifo) {
    if (id !== undefined) throw invalidValue(id, 'MessageDeduplicationId', WRONG_TYPE_OF_QUEUE);
    return;
  }
  if (group === undefined) throw missingParameter('MessageGroupId');
  if (id === undefined && queue.attributes.ContentBasedDeduplication !== 'true')
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
}
