import type { Item } from '#local/dynamodb/dynalite.ts';
import { type AttributeValue, elementsOf, listOf, mapOf, typeOf } from '#local/dynamodb/values/attribute-value.ts';
import { addNumbers, negated } from '#local/dynamodb/values/number.ts';
import type { Change, Source } from './bind-update.ts';
import type { Path } from './path.ts';
import { resolvePath } from './resolve-path.ts';

/** What is wrong with an update of this very item, in DynamoDB's words. */
export class UpdateError extends Error {}

const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const ABSENT = 'The provided expression refers to an attribute that does not exist in the item';

/**
 * A copy of an item with an update applied. Every operand and every index of a list refers to the item
 * before the update ("Update expressions": all actions are performed on it at once).
 *
 * @throws UpdateError
 */
export function applyUpdate(changes: readonly Change[], item: Item): Item {
  const tree: Tree = new Map();
  for (const change of changes) plant(tree, change.path, newValue(change, item));
  const updated: Item = { ...item };
  for (const [name, branch] of tree) {
    const current = Object.hasOwn(item, name) ? (item[name] as AttributeValue) : undefined;
    const value = branch instanceof Map ? grow(current, branch) : branch;
    if (value) updated[name as string] = value as Item[string];
    else delete updated[name as string];
  }
  return updated;
}

/** What a change puts at its path; undefined removes what is there. */
function newValue(change: Change, item: Item): AttributeValue | undefined {
  if (change.section === 'REMOVE') return undefined;
  if (change.section === 'SET') return evaluate(change.source, item);
  const current = resolvePath(change.path, item);
  const type = typeOf(change.value);
  if (current && typeOf(current) !== type) throw new UpdateError(WRONG_TYPE);
  if (change.section === 'ADD') return current ? sum(type, current, change.value) : change.value;
  if (!current) return undefined;
  const removed = new Set(elementsOf(change.value));
  const left = elementsOf(current).filter((element) => !removed.has(element));
  return left.length > 0 ? { [type]: left } : undefined;
}

function sum(type: string, current: AttributeValue, value: AttributeValue): AttributeValue {
  if (type === 'N') return { N: add(current.N as string, value.N as string) };
  return { [type]: [...new Set([...elementsOf(current), ...elementsOf(value)])] };
}

function evaluate(source: Source, item: Item): AttributeValue {
  switch (source.kind) {
    case 'value':
      return source.value;
    case 'path': {
      const found = resolvePath(source.path, item);
      if (!found) throw new UpdateError(ABSENT);
      return found;
    }
    case 'if_not_exists':
      return resolvePath(source.path, item) ?? evaluate(source.otherwise, item);
    case 'sum': {
      const [left, right] = source.operands.map((operand) => evaluate(operand, item).N as string | undefined);
      if (left === undefined || right === undefined) throw new UpdateError(WRONG_TYPE);
      return { N: add(left, source.sign === '+' ? right : negated(right)) };
    }
    case 'list_append': {
      const [left, right] = source.operands.map((operand) => evaluate(operand, item));
      if (!left?.L || !right?.L) throw new UpdateError(WRONG_TYPE);
      return { L: [...listOf(left), ...listOf(right)] };
    }
  }
}

function add(left: string, right: string): string {
  try {
    return addNumbers(left, right);
  } catch (error) {
    if (error instanceof RangeError) throw new UpdateError(error.message);
    throw error;
  }
}

/** What is put below one place, by step: a new value, `undefined` for what is removed, or changes further down. */
type Tree = Map<string | number, AttributeValue | undefined | Tree>;

function plant(tree: Tree, path: Path, value: AttributeValue | undefined): void {
  let branch = tree;
  for (const at of path.slice(0, -1)) {
    const found = branch.get(at);
    const next: Tree = found instanceof Map ? found : new Map();
    branch.set(at, next);
    branch = next;
  }
  branch.set(path.at(-1) as string | number, value);
}

/** A copy of a list or map with changes in it. */
function grow(value: AttributeValue | undefined, tree: Tree): AttributeValue {
  const isOfList = typeof tree.keys().next().value === 'number';
  if (!value || !(isOfList ? value.L : value.M)) throw new UpdateError(INVALID_PATH);
  return isOfList ? growList(listOf(value), tree) : growMap(mapOf(value), tree);
}

function growMap(map: Readonly<Record<string, AttributeValue>>, tree: Tree): AttributeValue {
  const grown = new Map(Object.entries(map));
  for (const [name, branch] of tree as Map<string, AttributeValue | undefined | Tree>) {
    const element = branch instanceof Map ? grow(grown.get(name), branch) : branch;
    if (element) grown.set(name, element);
    else grown.delete(name);
  }
  return { M: Object.fromEntries(grown) };
}

/** What is set beyond the end of a list is added to it, in the order of the indexes. */
function growList(list: readonly AttributeValue[], tree: Tree): AttributeValue {
  const grown: (AttributeValue | undefined)[] = [...list];
  const added: [number, AttributeValue][] = [];
  for (const [at, branch] of tree as Map<number, AttributeValue | undefined | Tree>) {
    const element = branch instanceof Map ? grow(list[at], branch) : branch;
    if (at < list.length) grown[at] = element;
    else if (element) added.push([at, element]);
  }
  added.sort(([one], [other]) => one - other);
  return { L: [...grown.filter((element) => element !== undefined), ...added.map(([, element]) => element)] };
}
