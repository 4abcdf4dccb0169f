import { compilePattern } from '#pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { isObject } from '#template/document/as-object.ts';
import type { FilteredMessage } from './topics.ts';

/** "A filter policy can have a maximum of five attribute names", and 150 combinations of values ("Filter policy constraints"). */
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

/** What is wrong with a filter policy, in SNS's words. */
export class FilterPolicyError extends Error {}

/**
 * Reads a filter policy: SNS judges them by the rules of event patterns, of a message's body or of its attributes ("Amazon SNS
 * message filtering").
 *
 * @param scope MessageAttributes (also if not given) or MessageBody
 * @throws FilterPolicyError
 */
export function filterPolicy(text: string, scope: string | undefined): (message: FilteredMessage) => boolean {
  const policy = parse(text);
  const ofBody = scope === 'MessageBody';
  if (!ofBody && Object.entries(policy).some(([name, value]) => name !== '$or' && isObject(value)))
    throw new FilterPolicyError('Filter policy scope MessageAttributes does not support nested filter policy');
  checkComplexity(policy);
  const matches = compiled(text);
  return (message) => {
    const subject = ofBody ? parsed(message.body) : attributesAsEvent(message.attributes);
    return isObject(subject) && matches(subject);
  };
}

function compiled(text: string): (event: unknown) => boolean {
  try {
    return compilePattern(text);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    throw new FilterPolicyError(error.message.replace(/^Event pattern is not valid\. Reason: /, ''));
  }
}

function parse(text: string): Record<string, unknown> {
  const policy = parsed(text);
  if (isObject(policy)) return policy;
  throw new FilterPolicyError('failed to parse JSON.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An attribute as the field of an event: a number, a text, or each element of an array. Bytes cannot be filtered by. */
function attributesAsEvent(attributes: FilteredMessage['attributes']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { DataType, StringValue = '' }]): [string, unknown][] => {
      if (DataType === 'String.Array') {
        const elements = parsed(StringValue);
        return Array.isArray(elements) ? [[name, elements]] : [];
      }
      if (DataType.startsWith('Number')) return [[name, Number(StringValue)]];
      return DataType.startsWith('String') ? [[name, StringValue]] : [];
    }),
  );
}

function checkComplexity(policy: Record<string, unknown>): void {
  const keys = leaves(policy, 1);
  if (keys.length > MAX_KEYS) throw new FilterPolicyError(`Filter policy can not have more than ${MAX_KEYS} keys`);
  const combinations = keys.reduce((product, { values, depth }) => product * values * depth, 1);
  if (combinations > MAX_COMBINATIONS) throw new FilterPolicyError('Filter policy is too complex');
}

/** The keys that have values, with how many they have and how deep they are. */
function leaves(policy: Record<string, unknown>, depth: number): { values: number; depth: number }[] {
  return Object.entries(policy).flatMap(([name, value]) => {
    if (isObject(value)) return leaves(value, depth + 1);
    if (!Array.isArray(value)) return [];
    if (name === '$or') return value.flatMap((one) => (isObject(one) ? leaves(one, depth) : []));
    return [{ values: value.length, depth }];
  });
}
