import { AwsError, validationError } from '../../aws-error.ts';
import { readJson } from '../json/exact-json.ts';
import { compilePattern } from '../pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '../pattern/invalid-event-pattern-error.ts';
import type { Actions } from './action.ts';

/** The fields that an event must have to be tested (API reference: TestEventPattern). */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export const TEST_EVENT_PATTERN: Actions = {
  TestEventPattern: ({ EventPattern, Event }: { EventPattern: string; Event: string }) => {
    const event = eventIn(Event);
    try {
      return { Result: compilePattern(EventPattern)(event) };
    } catch (error) {
      if (error instanceof InvalidEventPatternError) throw new AwsError(error.name, error.message);
      throw error;
    }
  },
};

function eventIn(text: string): object {
  let event: unknown;
  try {
    event = readJson(text);
  } catch {
    throw validationError('Parameter Event is not valid.');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw validationError('Parameter Event is not valid.');
  const missing = MANDATORY.find((field) => !Object.hasOwn(event, field));
  if (missing) throw validationError(`Parameter Event is not valid. Reason: ${missing} is a required field.`);
  return event;
}
