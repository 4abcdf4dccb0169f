import { OPERATORS } from './operators.ts';

/** What is known of a request: the values of a condition key, in lower case; none or undefined if it has no such key. */
export type Context = (key: string) => readonly string[] | undefined;

/** One condition key under one operator of a statement's `Condition`. */
export interface Condition {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly operator: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly expected: readonly string[];
  /** The whole operator: `ForAllValues:StringEquals`. */
  readonly written: string;
}

/** The conditions of a statement, all of which must hold. Throws an Error that names an operator that there is not. */
export function compileConditions(block: Readonly<Record<string, Record<string, unknown>>> = {}): Condition[] {
  return Object.entries(block).flatMap(([written, keys]) => {
    const [, set, operator = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
    if (operator !== 'Null' && !OPERATORS[operator]) throw new Error(`there is no condition operator ${written}`);
    return Object.entries(keys).map(([key, expected]) => ({
      written,
      operator,
      key,
      ifExists: ifExists !== undefined,
      set: set as Condition['set'],
      expected: (Array.isArray(expected) ? expected : [expected]).map(String),
    }));
  });
}

/**
 * Whether a condition holds (IAM user guide: "Condition operators", "Set operators for multivalued context keys"):
 * `ForAllValues` also when the request has no such key, a negated operator too, any other operator not.
 */
export function holds({ set, operator, ifExists, key, expected }: Condition, context: Context): boolean {
  const values = context(key.toLowerCase()) ?? [];
  const absent = values.length === 0;
  if (operator === 'Null') return expected.some((absence) => (absence.toLowerCase() === 'true') === absent);
  const { test, negated } = OPERATORS[operator] as (typeof OPERATORS)[string];
  const fits = (value: string) => expected.some((one) => test(value, withVariables(one, context))) !== negated;
  if (set === 'ForAllValues') return values.every(fits);
  if (absent) return ifExists || (negated && set === undefined);
  return negated && set === undefined ? values.every(fits) : values.some(fits);
}

/** Policy variables, such as `${aws:PrincipalAccount}` and `${aws:username, 'nobody'}`; one without a value fits nothing. */
export function withVariables(text: string, context: Context): string {
  if (!text.includes('${')) return text;
  return text.replace(/\$\{([^}*?$,]+)(?:,\s*'([^']*)')?\}/g, (variable, key: string, otherwise?: string) => {
    const values = context(key.trim().toLowerCase());
    return (values?.length === 1 ? values[0] : otherwise) ?? variable;
  });
}
