import { AwsError } from '#local/gateway/aws-error.ts';
import type { MessageAttribute, MessageAttributes } from '#local/sqs/message.ts';

const refuse = (message: string): AwsError => new AwsError('ParameterValueInvalid', message);

/**
 * Refuses attributes that a message cannot have ("Amazon SNS message attributes"; texts recorded at AWS: localstack/localstack,
 * tests/aws/services/sns/test_sns.snapshot.json). Throws AwsError.
 *
 * @param place where the attributes are in the request, as SNS says it
 */
export function checkMessageAttributes(attributes: MessageAttributes, place = 'messageAttributes'): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    checkName(name);
    checkValue(name, attribute, place);
  }
}

function checkName(name: string): void {
  if (name.length > 256) throw refuse('Length of message attribute name must be less than 256 bytes.');
  const character = name.match(/[^A-Za-z0-9_.-]/)?.[0];
  if (character !== undefined)
    throw refuse(
      `Invalid non-alphanumeric character '#x${character.charCodeAt(0).toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  if (name.startsWith('.')) throw refuse("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith('.')) throw refuse("Invalid message attribute name ending with character '.' was found.");
  if (name.includes('..')) throw refuse("Message attribute name can not have successive '.' character.");
}

function checkValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute, place: string): void {
  if (DataType === undefined)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value null at '${place}.${name}.member.dataType' failed to satisfy constraint: Member must not be null`,
    );
  const type = DataType.split('.')[0] ?? '';
  if (!['Binary', 'Number', 'String'].includes(type))
    throw refuse(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const field = type === 'Binary' ? 'Binary' : 'String';
  const [value, other] = type === 'Binary' ? [BinaryValue, StringValue] : [StringValue, BinaryValue];
  if (value === undefined && other !== undefined)
    throw refuse(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  if (!value)
    throw refuse(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  if (type === 'Number' && !Number.isFinite(Number(value)))
    throw refuse(`Could not cast message attribute '${name}' value to number.`);
}
