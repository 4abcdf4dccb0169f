import type { Condition } from './condition.ts';
import type { EventFields, Place } from './event-fields.ts';
import type { FieldPaths } from './field-paths.ts';
import type { Way } from './parse-pattern.ts';

/** A way to match whose paths are numbers, in the order of their names. */
export type NumberedWay = readonly NumberedField[];

export interface NumberedField {
  readonly path: number;
  readonly conditions: readonly Condition[];
  /** Whether the field may be absent. */
  readonly absent: boolean;
}

export function numberedWay(way: Way, paths: FieldPaths): NumberedWay {
  return [...way]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, conditions]) => ({
      path: paths.number(path),
      conditions,
      absent: conditions.some(({ absent }) => absent),
    }));
}

/**
 * Whether an event matches in this way: each field has a value that passes one of its conditions, and those values that
 * stand in elements of the same array stand in the same element.
 */
export function matchesWay(way: NumberedWay, event: EventFields): boolean {
  return event.inArrays ? agreesFrom(0, way, event, []) : way.every((field) => passes(field, event));
}

function passes({ path, conditions, absent }: NumberedField, event: EventFields): boolean {
  let field = event.first[path];
  if (field === undefined) return absent;
  for (; field; field = field.next) {
    for (const condition of conditions) if (condition.test(field.value)) return true;
  }
  return false;
}

/** Where the values chosen so far stand: the element by array. */
type Standing = readonly (number | undefined)[];

function agreesFrom(index: number, way: NumberedWay, event: EventFields, standing: Standing): boolean {
  const wanted = way[index];
  if (wanted === undefined) return true;
  let present = false;
  for (let field = event.first[wanted.path]; field; field = field.next) {
    const next = standAt(field.place, standing);
    if (!next) continue;
    present = true;
    const { value } = field;
    if (wanted.conditions.some((condition) => condition.test(value)) && agreesFrom(index + 1, way, event, next))
      return true;
  }
  return !present && wanted.absent && agreesFrom(index + 1, way, event, standing);
}

/** What is standing with one more place; undefined if that is another element of an array. */
function standAt(place: Place | undefined, standing: Standing): Standing | undefined {
  let next: (number | undefined)[] | undefined;
  for (let at = place; at; at = at.around) {
    const before = standing[at.array];
    if (before === undefined) {
      next ??= [...standing];
      next[at.array] = at.index;
    } else if (before !== at.index) return undefined;
  }
  return next ?? standing;
}
