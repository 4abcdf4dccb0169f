import { asObject, isObject } from '#template/document/as-object.ts';

/**
 * The paths of the fields that a JSON Schema marks with `x-personal`, such as `loan.reader.name`; an array's items are at the
 * array's own path. References are followed within the document, each once on its way.
 */
export function personalFields(schema: unknown): string[] {
  const found = new Set<string>();
  const visit = (part: unknown, path: readonly string[], followed: readonly string[]): void => {
    if (!isObject(part)) return;
    if (part['x-personal'] === true) found.add(path.join('.'));
    if (typeof part.$ref === 'string' && !followed.includes(part.$ref))
      visit(at(schema, part.$ref), path, [...followed, part.$ref]);
    for (const [name, field] of Object.entries(asObject(part.properties))) visit(field, [...path, name], followed);
    for (const keyword of ['allOf', 'anyOf', 'oneOf', 'items', 'prefixItems', 'additionalProperties'])
      for (const each of [part[keyword]].flat()) visit(each, path, followed);
  };
  visit(schema, [], []);
  return [...found];
}

/** What a reference such as `#/definitions/Loan` leads to in its document. */
const at = (document: unknown, reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => asObject(inner)[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
