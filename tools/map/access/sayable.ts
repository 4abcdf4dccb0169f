import { ANYTHING, type Glob } from '../language/glob.ts';
import { iamGlob, iamLiteral } from '../language/iam-glob.ts';
import { EVERYTHING, intersection, type Language, language } from '../language/language.ts';
import { listOf, type Statement } from './statement.ts';

/** A source and a detail-type that may be put together. */
export interface Sayable {
  readonly source: Language;
  readonly detailType: Language;
}

/** All that a statement about `events:PutEvents` is about, by its conditions on `events:source` and `events:detail-type`. */
export const sayableOf = (statement: Statement): Sayable[] => {
  const sources = narrowed([EVERYTHING], statement, 'events:source');
  const detailTypes = narrowed([EVERYTHING], statement, 'events:detail-type');
  return sources.flatMap((source) => detailTypes.map((detailType) => ({ source, detailType })));
};

/**
 * Whether a Deny statement takes all of `sayableOf` away: one with a condition on anything else may not hold, and one that
 * asks `ForAllValues` lets an event pass in the company of others.
 */
export const deniesAll = ({ Condition = {} }: Statement): boolean =>
  Object.entries(Condition).every(
    ([operator, keys]) =>
      !operator.startsWith('ForAllValues:') &&
      Object.keys(keys).every((key) => ['events:source', 'events:detail-type'].includes(key.toLowerCase())),
  );

/** What is left of `said` without what is `denied`. */
export function without(said: Sayable, denied: Sayable): Sayable[] {
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

function narrowed(languages: readonly Language[], { Condition = {} }: Statement, key: string): Language[] {
  let left = languages;
  for (const [operator, keys] of Object.entries(Condition)) {
    const [name, values] = Object.entries(keys).find(([each]) => each.toLowerCase() === key) ?? [];
    if (name === undefined) continue;
    const wanted = conditionLanguages(operator, listOf(values));
    if (wanted) left = left.flatMap((one) => wanted.flatMap((other) => intersection(one, other) ?? []));
  }
  return [...left];
}

/**
 * The strings for which a condition holds; undefined when it narrows nothing (IAM user guide: "Condition operators").
 * `ForAnyValue` narrows nothing: an event may be put in the company of one that the condition is content with.
 */
function conditionLanguages(operator: string, values: readonly unknown[]): Language[] | undefined {
  const plain = operator.replace(/^ForAllValues:/, '').replace(/IfExists$/, '');
  // Every event has a source and a detail-type.
  if (plain === 'Null') return values.some((value) => String(value) === 'true') ? [] : undefined;
  const [, not, kind] = plain.match(/^String(Not)?(Equals|EqualsIgnoreCase|Like)$/) ?? [];
  if (kind === undefined) return undefined;
  const globs = values.map((value): Glob => {
    if (kind === 'Like') return iamGlob(String(value));
    return iamLiteral(String(value), kind === 'EqualsIgnoreCase');
  });
  return not ? [language([ANYTHING], globs)] : globs.map((glob) => language([glob]));
}
