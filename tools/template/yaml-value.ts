import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

/** A YAML document as plain values, the short forms of intrinsic functions (`!Sub …`) as their long ones (`Fn::Sub`). */
export const plainValue = (document: Document): unknown => asPlain(document.contents, document);

function asPlain(node: unknown, document: Document): unknown {
  const value = untagged(node, document);
  const tag = (node as (Node & { tag?: string }) | null)?.tag;
  if (!tag?.startsWith('!') || tag.startsWith('!!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  // `!GetAtt Queue.Arn` is `Fn::GetAtt: [Queue, Arn]`: a logical id has no dot.
  if (name === 'GetAtt' && typeof value === 'string') {
    const [id, ...attribute] = value.split('.');
    return { 'Fn::GetAtt': [id, attribute.join('.')] };
  }
  return { [`Fn::${name}`]: value };
}

function untagged(node: unknown, document: Document): unknown {
  if (isAlias(node)) return asPlain(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => asPlain(item, document));
  if (isMap(node)) return Object.fromEntries(node.items.flatMap(({ key, value }) => entries(key, value, document)));
  if (!isScalar(node)) return node ?? null;
  // An account such as 012345678901 is no number.
  return typeof node.value === 'number' && /^0\d/.test(node.source ?? '') ? node.source : node.value;
}

/** `<<` takes the entries of another map, or of several. */
function entries(key: unknown, value: unknown, document: Document): [string, unknown][] {
  const name = String(isScalar(key) ? (key.source ?? key.value) : key);
  const inner = asPlain(value, document);
  if (name !== '<<') return [[name, inner]];
  return (Array.isArray(inner) ? inner.reverse() : [inner]).flatMap((each) => Object.entries(each ?? {}));
}
