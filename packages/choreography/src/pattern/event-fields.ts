import type { Leaf } from './conditions/condition.ts';
import type { FieldPaths, PathNode } from './field-paths.ts';
import { RepeatedValue } from './json/exact-json.ts';
import { ExactNumber, leafOf } from './json/exact-number.ts';

/** The array element that a value is in, and the array elements around it. */
export interface ArrayIndex {
  /** The array's number within the event. */
  readonly array: number;
  readonly index: number;
  readonly around: ArrayIndex | undefined;
}

/** One value of an event at a path that patterns ask for. */
export interface Field {
  readonly path: number;
  readonly value: Leaf;
  /** Undefined outside of every array, and for the values that a list holds themselves. */
  readonly place: ArrayIndex | undefined;
  /** The next value at the same path. */
  readonly next: Field | undefined;
}

/**
 * The values of an event, by path. Lists of lists are flat; `[]` and `{}` have no value. Made once and filled again for each
 * event: nothing of an earlier event is kept.
 */
export class EventFields {
  /** The first value by path. */
  readonly first: (Field | undefined)[] = [];
  /** The paths at which the event has values. */
  readonly present: number[] = [];
  /** Whether any value is in an array element, so that values must agree on it. */
  inArrays = false;
  #arrays = 0;

  constructor(private readonly paths: FieldPaths) {}

  /** @param unread a key of the event at which it is not looked */
  fill(event: unknown, unread?: string): this {
    this.begin();
    if (typeof event === 'object' && event !== null && !Array.isArray(event))
      this.#object(event as Record<string, unknown>, this.paths.root, undefined, unread);
    return this;
  }

  /** Forgets the values of an earlier event. */
  begin(): void {
    for (const path of this.present) this.first[path] = undefined;
    this.present.length = 0;
    this.inArrays = false;
    this.#arrays = 0;
  }

  /** The number of one more array of the event. */
  nextArray(): number {
    return this.#arrays++;
  }

  add(value: Leaf, path: number, place: ArrayIndex | undefined): void {
    const next = this.first[path];
    if (next === undefined) this.present.push(path);
    if (place) this.inArrays = true;
    this.first[path] = { path, value, place, next };
  }

  #object(
    object: Record<string, unknown>,
    node: PathNode,
    place: ArrayIndex | undefined,
    unread?: string | undefined,
  ): void {
    const { children } = node;
    if (children.size === 0) return;
    for (const key in object) {
      if (key === unread) continue;
      const child = children.get(key) ?? (key.includes('.') ? descend(node, key) : undefined);
      if (child) this.#value(object[key], child, place);
    }
  }

  #value(value: unknown, node: PathNode, place: ArrayIndex | undefined): void {
    if (typeof value !== 'object' || value === null) this.#add(leafOf(value as Leaf), node, place);
    else if (Array.isArray(value)) this.#array(value, node, place);
    else if (value instanceof ExactNumber) this.#add(value.value ?? value, node, place);
    else if (value instanceof RepeatedValue) for (const each of value.values) this.#value(each, node, place);
    else this.#object(value as Record<string, unknown>, node, place);
  }

  #array(array: readonly unknown[], node: PathNode, around: ArrayIndex | undefined): void {
    const number = this.nextArray();
    for (let index = 0; index < array.length; index++) {
      const value = array[index];
      if (value instanceof ExactNumber) this.#add(value.value ?? value, node, around);
      else if (typeof value === 'object' && value !== null) this.#value(value, node, { array: number, index, around });
      else this.#add(leafOf(value as Leaf), node, around);
    }
  }

  #add(value: Leaf, { path }: PathNode, place: ArrayIndex | undefined): void {
    if (path >= 0) this.add(value, path, place);
  }
}

function descend(from: PathNode, key: string): PathNode | undefined {
  let node: PathNode | undefined = from;
  for (const part of key.split('.')) node = node?.children.get(part);
  return node;
}
