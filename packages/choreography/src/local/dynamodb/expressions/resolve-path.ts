import type { Item } from '#local/dynamodb/dynalite.ts';
import { type AttributeValue, listOf, mapOf } from '#local/dynamodb/values/attribute-value.ts';
import type { Path } from './path.ts';

/** What a path leads to in an item; undefined if it leads nowhere. */
export function resolvePath(path: Path, item: Item): AttributeValue | undefined {
  let found = own(item, path[0] as string);
  for (let at = 1; at < path.length && found; at++) found = step(found, path[at] as string | number);
  return found;
}

/** What one step leads to from a value; undefined if the value is no list or map, or has no such element. */
export function step(value: AttributeValue, to: string | number): AttributeValue | undefined {
  if (typeof to === 'number') return value.L ? listOf(value)[to] : undefined;
  return value.M ? own(mapOf(value), to) : undefined;
}

function own(values: Readonly<Record<string, AttributeValue>>, name: string): AttributeValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
