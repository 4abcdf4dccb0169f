import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { checkValue } from '#local/dynamodb/values/check-value.ts';
import type { Path, PathStep } from './path.ts';
import { isReserved } from './reserved-words.ts';

/** The values of the placeholders in the expressions of one request, and which of them were used. */
export class Placeholders {
  readonly #unusedNames: Set<string>;
  readonly #unusedValues: Set<string>;

  constructor(
    private readonly names: Readonly<Record<string, string>> = {},
    private readonly values: Readonly<Record<string, AttributeValue>> = {},
  ) {
    this.#unusedNames = new Set(Object.keys(names));
    this.#unusedValues = new Set(Object.keys(values));
  }

  value(placeholder: string, problems: Problems): AttributeValue {
    const value = Object.hasOwn(this.values, placeholder) ? this.values[placeholder] : undefined;
    if (value === undefined) {
      problems.add(
        'undefined',
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
      return { NULL: true };
    }
    this.#unusedValues.delete(placeholder);
    return value;
  }

  path(steps: readonly PathStep[], problems: Problems): Path {
    return steps.map((step) => {
      if ('index' in step) return step.index;
      if ('placeholder' in step) return this.#name(step.placeholder, problems);
      if (isReserved(step.word))
        problems.add('reserved', `Attribute name is a reserved keyword; reserved keyword: ${step.word}`);
      return step.word;
    });
  }

  #name(placeholder: string, problems: Problems): string {
    const name = Object.hasOwn(this.names, placeholder) ? this.names[placeholder] : undefined;
    if (name === undefined) {
      problems.add(
        'undefined',
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
      return placeholder;
    }
    this.#unusedNames.delete(placeholder);
    return name;
  }

  /** What is wrong with placeholders that no expression uses. */
  unused(): string | undefined {
    for (const [kind, unused] of [
      ['Names', this.#unusedNames],
      ['Values', this.#unusedValues],
    ] as const) {
      if (unused.size > 0)
        return `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${[...unused].join(', ')}}`;
    }
    return undefined;
  }
}

/** What is wrong with the placeholders themselves, whatever uses them; numbers in the values become canonical. */
export function checkPlaceholders(
  names: Readonly<Record<string, string>> | undefined,
  values: Readonly<Record<string, AttributeValue>> | undefined,
): string | undefined {
  if (names) {
    const keys = Object.keys(names);
    if (keys.length === 0) return 'ExpressionAttributeNames must not be empty';
    const invalid = keys.find((key) => !/^#[0-9a-zA-Z_]+$/.test(key));
    if (invalid !== undefined) return `ExpressionAttributeNames contains invalid key: Syntax error; key: "${invalid}"`;
    const empty = keys.find((key) => names[key] === '');
    if (empty !== undefined)
      return `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${empty}`;
  }
  if (!values) return undefined;
  const keys = Object.keys(values);
  if (keys.length === 0) return 'ExpressionAttributeValues must not be empty';
  const invalid = keys.find((key) => !/^:[0-9a-zA-Z_]+$/.test(key));
  if (invalid !== undefined) return `ExpressionAttributeValues contains invalid key: Syntax error; key: "${invalid}"`;
  for (const key of keys) {
    const wrong = checkValue(values[key] as AttributeValue);
    if (wrong) return `ExpressionAttributeValues contains invalid value: ${wrong} for key ${key}`;
  }
  return undefined;
}

/** The kinds of problems that an expression can have, in the order in which DynamoDB looks for them. */
const KINDS = [
  'unknown-function',
  'misused-function',
  'reserved',
  'section',
  'undefined',
  'path',
  'operand-count',
  'distinct',
  'operand-type',
] as const;

/** Collects the problems of one expression, and reports the one that DynamoDB would report. */
export class Problems {
  #found: Partial<Record<(typeof KINDS)[number], string>> = {};

  add(kind: (typeof KINDS)[number], message: string): void {
    this.#found[kind] ??= message;
  }

  get first(): string | undefined {
    const kind = KINDS.find((each) => this.#found[each] !== undefined);
    return kind && this.#found[kind];
  }
}
