import { type AttributeValue, elementsOf, listOf, mapOf, ORDERED_TYPES, typeOf } from './attribute-value.ts';
import { compareNumbers } from './number.ts';

/** Whether two values are equal: sets in any order, maps and lists all the way down. Numbers are canonical. */
export function areEqual(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const [some, others] = [elementsOf(left), new Set(elementsOf(right))];
      return some.length === others.size && some.every((element) => others.has(element));
    }
    case 'L': {
      const [some, others] = [listOf(left), listOf(right)];
      return some.length === others.length && some.every((value, at) => areEqual(value, others[at] as AttributeValue));
    }
    case 'M': {
      const [some, others] = [mapOf(left), mapOf(right)];
      const names = Object.keys(some);
      return (
        names.length === Object.keys(others).length &&
        names.every((name) => {
          const [one, other] = [some[name], Object.hasOwn(others, name) ? others[name] : undefined];
          return one !== undefined && other !== undefined && areEqual(one, other);
        })
      );
    }
    default:
      return left[type] === right[type];
  }
}

/** Less than, equal to or greater than 0; undefined if the types differ or have no order. Texts are compared as UTF-8. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  const type = typeOf(left);
  if (type !== typeOf(right) || !ORDERED_TYPES.has(type)) return undefined;
  const [one, other] = [left[type] as string, right[type] as string];
  if (one === other) return 0;
  if (type === 'N') return compareNumbers(one, other);
  if (type === 'S' && !SURROGATE.test(one) && !SURROGATE.test(other)) return one < other ? -1 : 1;
  const encoding = type === 'B' ? 'base64' : 'utf8';
  return Buffer.compare(Buffer.from(one, encoding), Buffer.from(other, encoding));
}

/** Only with such characters is the order of UTF-16 another than that of UTF-8. */
const SURROGATE = /[\ud800-\udfff]/;
