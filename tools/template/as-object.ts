/** A JSON object; an empty one in place of anything else, as a template may hold anything anywhere. */
export const asObject = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});

/** The objects in a list, or the one object. */
export const objectsIn = (value: unknown): Readonly<Record<string, unknown>>[] =>
  (Array.isArray(value) ? value : [value]).filter(isObject);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
