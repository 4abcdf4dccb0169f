import { MASK } from '#contracts/mask-personal.ts';

/** From this length on a personal text is looked for within others, too. */
const LONG = 4;

/** The values that masks stand for, as texts: those of what was said in clear, beside what may be shown of it. */
export function personalValues(clear: unknown, shown: unknown): string[] {
  if (clear === shown) return [];
  if (!isObject(clear) || !isObject(shown)) return valuesIn(clear);
  return Object.entries(clear).flatMap(([name, value]) =>
    Object.hasOwn(shown, name) ? personalValues(value, shown[name]) : [name, ...valuesIn(value)],
  );
}

/** A value of JSON without the personal ones that are in it. */
export function withoutValues(value: unknown, personal: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutValues(each, personal));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [withoutValues(name, personal), withoutValues(inner, personal)]),
    );
  if (personal.has(String(value))) return MASK;
  if (typeof value !== 'string') return value;
  const within = [...personal].filter((each) => each.length >= LONG).sort((a, b) => b.length - a.length);
  return within.reduce((text, each) => text.replaceAll(each, MASK), value);
}

/** Its texts and numbers. */
function valuesIn(value: unknown): string[] {
  if (isObject(value)) return Object.entries(value).flatMap(([name, inner]) => [name, ...valuesIn(inner)]);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
