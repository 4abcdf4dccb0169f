import { ANYTHING, type Glob } from '#graph/language/glob.ts';
import { iamGlob, iamLiteral } from '#graph/language/iam-glob.ts';
import {
  EVERYTHING,
  intersection,
  intersections,
  type Language,
  language,
  literally,
} from '#graph/language/language.ts';
import { listOf, type Statement } from './statement.ts';

/** A source and a detail-type that may be put together. */
export interface EventSet {
  readonly source: Language;
  readonly detailType: Language;
}

/**
 * All that a statement about `events:PutEvents` is about, by its conditions on `events:source` and `events:detail-type`. The
 * prefix is that of operators which narrow it: all events of a request are held against `ForAllValues`, against `ForAnyValue`
 * only one of them, in whose company others may be put.
 */
export const eventSetsOf = (statement: Statement, set = 'ForAllValues:'): EventSet[] => {
  const sources = narrowed(set, statement, 'events:source');
  const detailTypes = narrowed(set, statement, 'events:detail-type');
  const sets: EventSet[] = [];
  for (const source of sources) for (const detailType of detailTypes) sets.push({ source, detailType });
  return sets;
};

/**
 * The events that a Deny statement certainly denies. None if it has a condition on anything else, contains a policy
 * variable, or uses `ForAllValues`, which does not deny an event that is sent together with others.
 */
export function deniedBy(statement: Statement): EventSet[] {
  const isCertain = Object.entries(statement.Condition ?? {}).every(
    ([operator, keys]) =>
      isKnown(operator) &&
      !operator.startsWith('ForAllValues:') &&
      Object.entries(keys).every(
        ([key, values]) =>
          ['events:source', 'events:detail-type'].includes(key.toLowerCase()) && !listOf(values).some(hasVariable),
      ),
  );
  // One event that fits is enough to have the request refused.
  return isCertain ? eventSetsOf(statement, 'ForAnyValue:') : [];
}

/** What is left of `said` without what is `denied`. */
export function without(said: EventSet, denied: EventSet): EventSet[] {
  const withSource = intersection(said.source, denied.source);
  const withDetailType = intersection(said.detailType, denied.detailType);
  if (!withSource || !withDetailType) return [said];
  return [
    ...minus(said.source, denied.source).map((source) => ({ source, detailType: said.detailType })),
    ...minus(said.detailType, denied.detailType).map((detailType) => ({ source: withSource, detailType })),
  ];
}

/** `a` without `b`: what misses one of the globs of `b`, or fits one that `b` leaves out. */
const minus = (a: Language, b: Language): Language[] => [
  ...b.all.flatMap((glob) => intersection(a, language([ANYTHING], [glob])) ?? []),
  ...b.none.flatMap((glob) => intersection(a, language([glob])) ?? []),
];

function narrowed(set: string, { Condition = {} }: Statement, key: string): Language[] {
  let left: Language[] = [EVERYTHING];
  for (const operator in Condition) {
    const keys = Condition[operator] ?? {};
    const name = nameIn(keys, key);
    if (name === undefined) continue;
    const wanted = conditionLanguages(operator.replace(set, ''), listOf(keys[name]));
    if (wanted) left = intersections(left, wanted);
  }
  return left;
}

/** The first name that is a key of conditions in whatever case. */
function nameIn(keys: Readonly<Record<string, unknown>>, key: string): string | undefined {
  for (const name in keys) if (name === key || (name.length === key.length && name.toLowerCase() === key)) return name;
  return undefined;
}

const OPERATOR = /^(?:For(?:All|Any)Values?:)?(?:Null|String(Not)?(Equals|EqualsIgnoreCase|Like)(?:IfExists)?)$/;
const isKnown = (operator: string): boolean => OPERATOR.test(operator);

/** Such as `${aws:PrincipalTag/team}`. */
const hasVariable = (value: unknown): boolean => /\$\{\w+:/.test(String(value));

/** The strings for which a condition holds; undefined when it narrows nothing (IAM user guide: "Condition operators"). */
function conditionLanguages(operator: string, values: readonly unknown[]): Language[] | undefined {
  // What nearly all conditions are.
  if (operator === 'StringEquals' && !values.some((value) => String(value).includes('$')))
    return values.map((value) => literally(String(value)));
  // Every event has a source and a detail-type.
  if (operator === 'Null') return values.some((value) => String(value) === 'true') ? [] : undefined;
  const [, not, kind] = operator.startsWith('For') ? [] : (OPERATOR.exec(operator) ?? []);
  if (kind === undefined) return undefined;
  // A variable's value is unknown: it may exclude anything, or nothing.
  const globs = (not ? values.filter((value) => !hasVariable(value)) : values).map((value): Glob => {
    if (kind === 'Like') return iamGlob(String(value));
    return iamLiteral(String(value), kind === 'EqualsIgnoreCase');
  });
  return not ? [language([ANYTHING], globs)] : globs.map((glob) => language([glob]));
}
