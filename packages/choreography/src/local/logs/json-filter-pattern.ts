import { AwsError } from '#local/gateway/aws-error.ts';

/** Whether the values that a selector finds in an event pass. */
type Passes = (values: readonly unknown[]) => boolean;
type Test = (event: unknown) => boolean;

/**
 * A filter pattern for JSON (user guide: "Filter pattern syntax", JSON log events): `{ $.level = "ERROR" && $.took > 100 }`,
 * with `=`, `!=`, `<`, `<=`, `>`, `>=`, `IS NULL`, `IS TRUE`, `IS FALSE`, `NOT EXISTS`, `&&`, `||`, brackets, and `*` in texts.
 * Throws an InvalidParameterException for what is none.
 */
export function jsonFilterPattern(pattern: string): (line: string) => boolean {
  const tokens = [
    ...pattern
      .trim()
      .replace(/^\{([\s\S]*)\}$/, '$1')
      .matchAll(TOKEN),
  ].map(([token]) => token);
  const test = anyOf(tokens);
  if (tokens.length > 0) throw invalid();
  return (line) => {
    try {
      return test(Object(JSON.parse(line)));
    } catch {
      return false;
    }
  };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|\$(?:\.[\w$-]+|\[[^\]]*\])*|&&|\|\||[<>!]?=|[<>()]|[^\s()=<>!&|"]+|\S/g;

/** Each of these takes its tokens from the beginning of those that are left. */
function anyOf(left: string[]): Test {
  const tests = [allOf(left)];
  while (taken(left, '||')) tests.push(allOf(left));
  return (event) => tests.some((test) => test(event));
}

function allOf(left: string[]): Test {
  const tests = [comparison(left)];
  while (taken(left, '&&')) tests.push(comparison(left));
  return (event) => tests.every((test) => test(event));
}

function comparison(left: string[]): Test {
  if (taken(left, '(')) {
    const inner = anyOf(left);
    if (!taken(left, ')')) throw invalid();
    return inner;
  }
  const [selector = '', operator = '', operand] = left.splice(0, 3);
  if (!selector.startsWith('$') || operand === undefined) throw invalid();
  const steps = [...selector.matchAll(/\.([\w$-]+)|\[\s*['"]?([^\]'"]*)['"]?\s*\]/g)].map(([, a, b]) => a ?? b ?? '');
  const passes = operationOf(operator.toUpperCase(), operand);
  return (event) => passes(steps.reduce(below, [event]));
}

const below = (values: readonly unknown[], step: string): unknown[] =>
  values.flatMap((value) => {
    if (typeof value !== 'object' || value === null) return [];
    if (step === '*') return Object.values(value);
    return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
  });

const WORDS: Readonly<Record<string, Passes>> = {
  'IS NULL': (values) => values.some((value) => value === null),
  'IS TRUE': (values) => values.some((value) => value === true),
  'IS FALSE': (values) => values.some((value) => value === false),
  'NOT EXISTS': (values) => values.length === 0,
};

function operationOf(operator: string, operand: string): Passes {
  const word = WORDS[`${operator} ${operand.toUpperCase()}`];
  if (word) return word;
  const expected = Number(operand);
  const isNumber = !operand.startsWith('"') && !Number.isNaN(expected);
  const compare = COMPARISONS[operator];
  if (compare && isNumber)
    return (values) => values.some((value) => typeof value === 'number' && compare(value, expected));
  const equals = isNumber ? (value: unknown) => value === expected : likeText(operand);
  if (operator === '=') return (values) => values.some(equals);
  if (operator === '!=') return (values) => values.length > 0 && !values.some(equals);
  throw invalid();
}

const COMPARISONS: Readonly<Record<string, (value: number, expected: number) => boolean>> = {
  '<': (value, expected) => value < expected,
  '<=': (value, expected) => value <= expected,
  '>': (value, expected) => value > expected,
  '>=': (value, expected) => value >= expected,
};

/** A text, in quotes or not, in which `*` matches anything. */
function likeText(operand: string): (value: unknown) => boolean {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const like = new RegExp(`^${text.split('*').map(literal).join('[\\s\\S]*')}$`);
  return (value) => typeof value === 'string' && like.test(value);
}

const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

function taken(left: string[], token: string): boolean {
  if (left[0] !== token) return false;
  left.shift();
  return true;
}

const invalid = (): AwsError => new AwsError('InvalidParameterException', 'Invalid filter pattern');
