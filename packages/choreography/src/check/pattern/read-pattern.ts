import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { type Alternative, parsePattern } from '#pattern/parse-pattern.ts';

/** The ways to match an event pattern, or why EventBridge would refuse it. */
export interface ParsedPattern {
  readonly ways: readonly Alternative[];
  readonly refused?: InvalidEventPatternError;
}

/** Reads a pattern as EventBridge does, each once: several checks ask about the same. */
export function readPattern(pattern: object): ParsedPattern {
  const known = KNOWN.get(pattern) ?? read(pattern);
  KNOWN.set(pattern, known);
  return known;
}

const KNOWN = new WeakMap<object, ParsedPattern>();

function read(pattern: object): ParsedPattern {
  try {
    return { ways: parsePattern(pattern) };
  } catch (error) {
    if (error instanceof InvalidEventPatternError) return { ways: [], refused: error };
    throw error;
  }
}
