import type { Event } from '#local/events/event.ts';
import type { Rule } from '#local/events/rule.ts';
import { EventFields } from '#pattern/event-fields.ts';
import { FieldPaths } from '#pattern/field-paths.ts';
import { matchesAlternative, numberedAlternative } from '#pattern/match-alternative.ts';
import type { Alternative } from '#pattern/parse-pattern.ts';

/** A rule that an unmatched event nearly matched, and why it did not. The event's values are not shown. */
export interface NearMiss {
  /** The detail-type of a rule that is spelt nearly so. */
  readonly nearest?: string;
  /** A rule that all fields of the event match but one, by its dotted path. */
  readonly almost?: { readonly rule: string; readonly field: string };
}

const DETAIL_TYPE = 'detail-type';

/** Looks through the rules of a bus, those that are disabled left out. */
export function nearMiss(event: Event, rules: readonly Rule[]): NearMiss {
  const nearest = nearestTo(
    event[DETAIL_TYPE],
    rules.flatMap(({ ways }) => ways.flatMap(detailTypesIn)),
  );
  if (nearest !== undefined) return { nearest };
  const paths = new FieldPaths();
  const all = rules.flatMap(({ name, ways }) => ways.map((way) => ({ name, way, fields: fieldsOf(way, paths) })));
  const values = new EventFields(paths).fill(event);
  for (const { name, way, fields } of all) {
    const missed = fields.filter(({ alone }) => !matchesAlternative(alone, values));
    const field = missed[0]?.path;
    if (missed.length === 1 && field !== undefined && field !== DETAIL_TYPE && way.has(DETAIL_TYPE))
      return { almost: { rule: name, field } };
  }
  return {};
}

/** Whether a rule asks for detail-types, rather than for whatever is on its bus. */
export const isChoosy = ({ ways }: Rule): boolean => ways.length > 0 && ways.every((way) => way.has(DETAIL_TYPE));

/** Each field of a way to match, alone. */
const fieldsOf = (way: Alternative, paths: FieldPaths) =>
  [...way].map(([path, conditions]) => ({ path, alone: numberedAlternative(new Map([[path, conditions]]), paths) }));

const detailTypesIn = (way: Alternative): string[] =>
  (way.get(DETAIL_TYPE) ?? []).flatMap(({ common }) =>
    common?.kind === 'exactly' && typeof common.value === 'string' ? [common.value] : [],
  );

/** The name that takes the fewest letters to change, up to a third of them; undefined for one that is there itself. */
export function nearestTo(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return undefined;
  const [best] = [...new Set(names)]
    .map((other) => ({ other, changes: changesBetween(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, changes }) => changes <= Math.min(3, Math.floor(other.length / 3)))
    .sort((a, b) => a.changes - b.changes);
  return best?.other;
}

/** How many letters must be put in, taken out or changed (Levenshtein's distance). */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other[j] ? 0 : 1)));
    row = next;
  }
  return row[other.length] ?? 0;
}
