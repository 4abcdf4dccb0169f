/**
 * What a rule asks beyond source and detail-type, in short: the fields that it asks about, such as `detail.total, resources`.
 */
export const conditionFields = (condition: unknown): string[] => [...new Set(fieldsOf(condition, ''))];

function fieldsOf(condition: unknown, path: string): string[] {
  if (Array.isArray(condition)) return path === '' ? condition.flatMap((each) => fieldsOf(each, path)) : [path];
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([key, inner]) => {
    if (key.startsWith('$')) return (Array.isArray(inner) ? inner : [inner]).flatMap((each) => fieldsOf(each, path));
    return fieldsOf(inner, path === '' ? key : `${path}.${key}`);
  });
}
