import { InvalidEventPatternError } from './invalid-event-pattern-error.ts';

type Json = Record<string, unknown>;
type Test = (value: unknown) => boolean;

/** Compiles an event pattern (JSON or its text) to a test of an event. Throws an InvalidEventPatternError. */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  const parsed = typeof pattern === 'string' ? parse(pattern) : pattern;
  if (!isObject(parsed)) throw new InvalidEventPatternError('Filter is not an object', '');
  return compileObject(parsed, '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidEventPatternError('Filter is not valid JSON', '');
  }
}

function compileObject(pattern: Json, path: string): Test {
  const tests = Object.entries(pattern).map(([key, inner]): Test => {
    if (key === '$or' && Array.isArray(inner)) {
      const ways = inner.map((way) => compileObject(way as Json, path));
      return (value) => ways.some((way) => way(value));
    }
    const test = Array.isArray(inner)
      ? compileList(inner, key)
      : isObject(inner)
        ? compileObject(inner, key)
        : undefined;
    if (!test) throw new InvalidEventPatternError(`"${key}" must be an object or an array`, key);
    const nested = !Array.isArray(inner);
    return (value) => {
      const objects = Array.isArray(value) ? value : [value];
      return nested
        ? objects.some((each) => isObject(each) && test(each[key]))
        : test(isObject(value) ? value[key] : undefined);
    };
  });
  return (value) => tests.every((test) => test(value));
}

function compileList(conditions: unknown[], key: string): Test {
  if (conditions.length === 0) throw new InvalidEventPatternError('Empty arrays are not allowed', key);
  const tests = conditions.map((condition) => compileCondition(condition, key));
  return (value) => {
    const values = Array.isArray(value) && value.length > 0 ? value : [value];
    return tests.some((test) => values.some(test));
  };
}

function compileCondition(condition: unknown, key: string): Test {
  if (!isObject(condition)) return (value) => value === condition;
  const [[operator, argument] = ['', undefined]] = Object.entries(condition);
  switch (operator) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(String(argument));
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'anything-but': {
      const refused = (Array.isArray(argument) ? argument : [argument]).map((each) => compileCondition(each, key));
      return (value) => value !== undefined && !refused.some((test) => test(value));
    }
    default:
      throw new InvalidEventPatternError(`Unrecognized match type ${operator}`, key);
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
