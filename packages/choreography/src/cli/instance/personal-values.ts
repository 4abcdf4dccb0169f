import { MASK } from '#contracts/mask-personal.ts';
import { isFieldName } from '#contracts/schema/possible-schemas.ts';
import { holdsValues } from '#template/document/as-object.ts';

/** Personal values of at least so many characters are also masked within longer texts. */
const MIN_LENGTH_WITHIN = 4;

/**
 * The values of `clear`, as texts, that are masked in `shown`, the masked copy of it. Names of fields are among them only where they
 * are data: keys of a map that `shown` hides, or that no developer would give.
 */
export function personalValues(clear: unknown, shown: unknown): string[] {
  if (clear === shown) return [];
  if (!holdsValues(clear) || !holdsValues(shown)) return valuesIn(clear);
  return Object.entries(clear).flatMap(([name, value]) =>
    Object.hasOwn(shown, name) ? personalValues(value, shown[name]) : [name, ...valuesIn(value)],
  );
}

/** A copy of a JSON value with the personal values in it masked, in names of fields too. */
export function withoutValues(value: unknown, personal: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutValues(each, personal));
  if (holdsValues(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [withoutValues(name, personal), withoutValues(inner, personal)]),
    );
  if (personal.has(String(value))) return MASK;
  if (typeof value !== 'string') return value;
  const within = [...personal].filter((each) => each.length >= MIN_LENGTH_WITHIN).sort((a, b) => b.length - a.length);
  return within.reduce((text, each) => text.replaceAll(each, MASK), value);
}

/** The texts and numbers in a value, with the keys of maps. */
function valuesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  if (holdsValues(value))
    return Object.entries(value).flatMap(([name, inner]) => [...(isFieldName(name) ? [] : [name]), ...valuesIn(inner)]);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
}
