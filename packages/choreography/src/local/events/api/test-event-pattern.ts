import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import type { Actions } from './action.ts';

/** The fields that an event must have to be tested. The API reference names `resources` too, which AWS does not ask for. */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

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
  const event = parsed(text);
  if (typeof event === 'object' && event !== null && MANDATORY.every((field) => Object.hasOwn(event, field)))
    return event;
  throw validationError('Parameter Event is not valid.');
}

function parsed(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
