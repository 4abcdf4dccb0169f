import type { Condition, Leaf } from './conditions/condition.ts';
import type { ArrayIndex, EventFields } from './event-fields.ts';
import type { FieldPaths } from './field-paths.ts';
import type { Alternative } from './parse-pattern.ts';

/** A way to match whose paths are numbers. */
export interface NumberedAlternative {
  /** In the order of their names, in which values in arrays are chosen. */
  readonly fields: readonly NumberedField[];
  /** Those with one literal first: they refuse most events, at the least cost. */
  readonly cheapestFirst: readonly NumberedField[];
}

export interface NumberedField {
  readonly path: number;
  readonly conditions: readonly Condition[];
  /** The one literal that the field must be; undefined if it may be something else. */
  readonly literal: Leaf | undefined;
  /** Whether the field may be absent. */
  readonly absent: boolean;
}

export function numberedAlternative(way: Alternative, paths: FieldPaths): NumberedAlternative {
  const fields = [...way]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, conditions]): NumberedField => {
      const common = conditions.length === 1 ? conditions[0]?.common : undefined;
      return {
        path: paths.number(path),
        conditions,
        literal: common?.kind === 'exactly' ? common.value : undefined,
        absent: conditions.some(({ absent }) => absent),
      };
    });
  const cost = ({ literal }: NumberedField) => (literal === undefined ? 1 : 0);
  return { fields, cheapestFirst: [...fields].sort((a, b) => cost(a) - cost(b)) };
}

/**
 * Whether an event matches an alternative: each field has a value that passes one of its conditions, and values in
 * elements of the same array are in the same element.
 */
export function matchesAlternative({ fields, cheapestFirst }: NumberedAlternative, event: EventFields): boolean {
  if (event.inArrays) return agreesFrom(0, fields, event, []);
  for (const field of cheapestFirst) if (!passes(field, event)) return false;
  return true;
}

function passes({ path, conditions, literal, absent }: NumberedField, event: EventFields): boolean {
  let field = event.first[path];
  if (field === undefined) return absent;
  for (; field; field = field.next) {
    if (literal !== undefined) {
      if (field.value === literal) return true;
      continue;
    }
    for (const condition of conditions) if (condition.test(field.value)) return true;
  }
  return false;
}

/** The array elements of the values chosen so far, by array. */
type Standing = readonly (number | undefined)[];

function agreesFrom(index: number, fields: readonly NumberedField[], event: EventFields, standing: Standing): boolean {
  const wanted = fields[index];
  if (wanted === undefined) return true;
  let present = false;
  for (let field = event.first[wanted.path]; field; field = field.next) {
    const next = standAt(field.place, standing);
    if (!next) continue;
    present = true;
    const { value } = field;
    if (wanted.conditions.some((condition) => condition.test(value)) && agreesFrom(index + 1, fields, event, next))
      return true;
  }
  return !present && wanted.absent && agreesFrom(index + 1, fields, event, standing);
}

/** The chosen elements with one more; undefined if another element of the same array was chosen before. */
function standAt(place: ArrayIndex | undefined, standing: Standing): Standing | undefined {
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
