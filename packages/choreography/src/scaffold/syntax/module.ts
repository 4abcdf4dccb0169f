import { type Node, type ObjectProperty, parseSync } from 'oxc-parser';
import { InputError } from '#template/input-error.ts';

export type { Node } from 'oxc-parser';

/** A TypeScript file, and its syntax tree: each node's `start` and `end` are offsets in the text. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
}

/** Parses a file. Throws an InputError that names the file and the line where it is no TypeScript. */
export function parseModule(path: string, text: string): Module {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) {
    const at = error.labels[0]?.start ?? 0;
    throw new InputError(
      `"${path}" is no TypeScript at line ${text.slice(0, at).split('\n').length}: ${error.message}.`,
    );
  }
  return { path, text, program };
}

/** A node and all that is within it, in the order of the text. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesIn(child);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** A node of one type. */
export type NodeOf<Type extends Node['type'], Of = Node> = Of extends { readonly type: infer Types }
  ? Type extends Types
    ? Of
    : never
  : never;

/** All nodes of one type within another. */
export const nodesOf = <Type extends Node['type']>(node: Node, type: Type): NodeOf<Type>[] =>
  [...nodesIn(node)].filter((each) => each.type === type) as NodeOf<Type>[];

/** The calls of a function by its name. */
export const callsOf = (node: Node, name: string): NodeOf<'CallExpression'>[] =>
  nodesOf(node, 'CallExpression').filter(({ callee }) => callee.type === 'Identifier' && callee.name === name);

/** The value of an object literal's property, by its name, with or without quotes. */
export function propertyOf(object: Node | undefined, name: string): Node | undefined {
  return propertiesOf(object).find(({ key }) => nameOfKey(key) === name)?.value;
}

/** The properties of an object literal, without those that are spread into it. */
export const propertiesOf = (object: Node | undefined): ObjectProperty[] =>
  object?.type === 'ObjectExpression'
    ? object.properties.filter((each): each is ObjectProperty => each.type === 'Property')
    : [];

export const nameOfKey = (key: Node): string | undefined => {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
};

/** The text of a node. */
export const textOf = ({ text }: Module, { start, end }: Node): string => text.slice(start, end);
