import type { Item } from '#local/dynamodb/dynalite.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import type { Path } from './path.ts';
import { step } from './resolve-path.ts';

/** What is asked for below one place: everything, or by step. */
type Wanted = true | Map<string | number, Wanted>;

/**
 * The parts of an item that paths lead to, in the maps and lists that they are in. The elements of a list keep their order and
 * move together.
 */
export function project(paths: readonly Path[], item: Item): Item {
  const projected: Item = {};
  const wanted = new Map<string | number, Wanted>();
  for (const path of paths) want(wanted, path);
  for (const [name, inner] of wanted) {
    const found = Object.hasOwn(item, name) && pick(item[name] as AttributeValue, inner);
    if (found) projected[name as string] = found as Item[string];
  }
  return projected;
}

function want(wanted: Map<string | number, Wanted>, path: Path): void {
  const [first, ...rest] = path as [string | number, ...Path];
  if (rest.length === 0) {
    wanted.set(first, true);
    return;
  }
  const inner = wanted.get(first) ?? new Map<string | number, Wanted>();
  wanted.set(first, inner);
  if (inner !== true) want(inner, rest);
}

function pick(value: AttributeValue, wanted: Wanted): AttributeValue | undefined {
  if (wanted === true) return value;
  const picked: [string | number, AttributeValue][] = [];
  for (const [at, inner] of wanted) {
    const element = step(value, at);
    const found = element && pick(element, inner);
    if (found) picked.push([at, found]);
  }
  if (picked.length === 0) return undefined;
  if (value.M) return { M: Object.fromEntries(picked) };
  const inOrder = picked.sort(([one], [other]) => (one as number) - (other as number));
  return { L: inOrder.map(([, element]) => element) };
}
