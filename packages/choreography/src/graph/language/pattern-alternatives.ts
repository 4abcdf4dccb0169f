import { asObject } from '#template/document/as-object.ts';
import { EVERYTHING, intersections, type Language } from './language.ts';
import { patternLanguages } from './pattern-languages.ts';

/** One way to match an event pattern: a source, a detail-type, and what it asks beyond them. */
export interface Alternative {
  readonly source: Language;
  readonly detailType: Language;
  /** The rest of the pattern; null when it asks for nothing else. */
  readonly condition: Readonly<Record<string, unknown>> | null;
}

type Json = Readonly<Record<string, unknown>>;

/** The ways to match an event pattern: an event matches the pattern when it matches one of them. None when nothing can. */
export function patternAlternatives(pattern: Json): readonly Alternative[] {
  const known = KNOWN.get(pattern) ?? alternativesOf(pattern);
  KNOWN.set(pattern, known);
  return known;
}

/** Everybody asks about the same patterns. */
const KNOWN = new WeakMap<Json, readonly Alternative[]>();

function alternativesOf(pattern: Json): Alternative[] {
  const alternatives: Alternative[] = [];
  for (const fields of withoutOr(pattern)) {
    let rest: Record<string, unknown> | null = null;
    let sources: readonly Language[] = ANYTHING;
    let detailTypes: readonly Language[] = ANYTHING;
    for (const [field, conditions] of fields) {
      if (field === 'source') sources = intersections(sources, patternLanguages(conditions));
      else if (field === 'detail-type') detailTypes = intersections(detailTypes, patternLanguages(conditions));
      else {
        rest ??= {};
        rest[field] = field in rest ? { $and: [rest[field], conditions] } : conditions;
      }
    }
    for (const source of sources)
      for (const detailType of detailTypes) alternatives.push({ source, detailType, condition: rest });
  }
  return alternatives;
}

const ANYTHING: readonly Language[] = [EVERYTHING];

/** A pattern's top-level `$or` multiplied out: the fields of each way. */
function withoutOr(pattern: Json): [string, unknown][][] {
  if (!('$or' in pattern)) return [Object.entries(pattern)];
  const { $or, ...fields } = pattern;
  const own = Object.entries(fields);
  if (!Array.isArray($or)) return [$or === undefined ? own : [...own, ['$or', $or]]];
  return $or.flatMap((way) => withoutOr(asObject(way)).map((others): [string, unknown][] => [...own, ...others]));
}
