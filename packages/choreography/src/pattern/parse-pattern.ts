import type { Condition } from './conditions/condition.ts';
import { readCondition } from './conditions/read-condition.ts';
import { InvalidEventPatternError } from './invalid-event-pattern-error.ts';
import { PatternReader } from './reader/pattern-reader.ts';

/** One way to match: each field, by its dotted path, must be one of its conditions. */
export type Alternative = ReadonlyMap<string, readonly Condition[]>;

/** How many ways the `$or`s of a pattern may make (user guide: "Using complex matching with event patterns"). */
const MAX_ALTERNATIVES = 1000;

/**
 * Reads a pattern (JSON text, or the object that a template holds) as the ways to match it: one, or with `$or` one for each
 * combination. If a key occurs again, the later one counts.
 *
 * @throws InvalidEventPatternError what EventBridge refuses, in its words, with the offending key
 */
export function parsePattern(pattern: unknown): readonly Alternative[] {
  const text = typeof pattern === 'string' ? pattern : (JSON.stringify(pattern) ?? '');
  try {
    return readPattern(text, true);
  } catch (error) {
    // A list that makes no sense as alternatives is that of a field named "$or", if it is valid so.
    if (!(error instanceof InvalidEventPatternError && text.includes('"$or"'))) throw error;
    try {
      return readPattern(text, false);
    } catch {
      throw error;
    }
  }
}

function readPattern(text: string, withOr: boolean): readonly Alternative[] {
  const reader = new PatternReader(text);
  if (reader.next() !== '{') reader.fail('Filter is not an object');
  return readObject(reader, [], { withOr, inOr: false });
}

interface Options {
  /** Whether `$or` is a relation of patterns, and no field. */
  readonly withOr: boolean;
  readonly inOr: boolean;
}

/** What is wrong with a pattern, in EventBridge's words, and at which key; undefined when nothing is. */
export function whyInvalid(pattern: unknown): { readonly key: string; readonly reason: string } | undefined {
  try {
    parsePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidEventPatternError) return { key: error.key, reason: error.reason };
    throw error;
  }
}

function readObject(reader: PatternReader, before: readonly Alternative[], options: Options): readonly Alternative[] {
  let ways = before;
  let empty = true;
  while (reader.next() !== '}') {
    empty = false;
    const { key } = reader;
    reader.path.push(key);
    if (key === '$or' && options.withOr) {
      ways = readOr(reader, ways);
    } else {
      if (options.inOr && RESERVED.has(key))
        reader.fail(`${key} is Ruler reserved fieldName which cannot be used inside $or.`);
      const token = reader.next();
      if (token === '{') ways = readObject(reader, ways, options);
      else if (token === '[') ways = withField(reader, ways);
      else reader.fail(`"${key}" must be an object or an array`);
    }
    reader.path.pop();
  }
  if (empty) reader.fail('Empty objects are not allowed');
  return ways;
}

function readOr(reader: PatternReader, before: readonly Alternative[]): readonly Alternative[] {
  if (reader.next() !== '[') reader.fail('It must be an Array followed with $or.');
  const ways: Alternative[] = [];
  let branches = 0;
  // `$or` is no field of the event.
  const or = reader.path.pop() as string;
  for (let token = reader.next(); token !== ']'; token = reader.next()) {
    branches++;
    if (token !== '{') reader.fail('Only JSON object is allowed in array of $or relationship.');
    ways.push(...readObject(reader, before, { withOr: true, inOr: true }));
    if (ways.length > MAX_ALTERNATIVES)
      reader.fail(
        `The $or relationships make more than ${MAX_ALTERNATIVES} combinations, which is the most that is allowed.`,
      );
  }
  reader.path.push(or);
  if (branches < 2) reader.fail('There must have at least 2 Objects in $or relationship.');
  return ways;
}

function withField(reader: PatternReader, ways: readonly Alternative[]): readonly Alternative[] {
  const conditions: Condition[] = [];
  while (reader.next() !== ']') conditions.push(readCondition(reader));
  if (conditions.length === 0) reader.fail('Empty arrays are not allowed');
  const path = reader.path.join('.');
  return (ways.length === 0 ? [new Map()] : ways).map((way) => new Map(way).set(path, conditions));
}

/** Names that are operators, or may be some day. */
const RESERVED = new Set(
  `exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard
   not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range
   ip-address-not-in-range`.split(/\s+/),
);
