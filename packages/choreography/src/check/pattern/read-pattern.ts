import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { parsePattern, type Way } from '#pattern/parse-pattern.ts';

/** The ways to match an event pattern, or why EventBridge would refuse it. */
export interface Read {
  readonly ways: readonly Way[];
  readonly refused?: InvalidEventPatternError;
}

/** Reads a pattern as EventBridge does, each once: several checks ask about the same. */
export function readPattern(pattern: object): Read {
  const known = KNOWN.get(pattern) ?? read(pattern);
  KNOWN.set(pattern, known);
  return known;
}

const KNOWN = new WeakMap<object, Read>();

function read(pattern: object): Read {
  try {
    return { ways: parsePattern(pattern) };
  } catch (error) {
    if (error instanceof InvalidEventPatternError) return { ways: [], refused: error };
    throw error;
  }
}
