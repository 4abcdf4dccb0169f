import type { Statement } from 'oxc-parser';

/** The names of the program's scope that occur in a statement. */
export interface Names {
  readonly declares: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  /** The names that it assigns a value to after their declaration. */
  readonly assigns: ReadonlySet<string>;
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

interface Scope {
  readonly names: Set<string>;
  readonly outer: Scope | undefined;
}

/** Finds the names that a top-level statement declares, uses and assigns in the script's scope; names local to its functions are left out. */
export function namesIn(statement: Statement): Names {
  const node = statement as unknown as Node;
  const declares = new Set<string>();
  declareIn(node, declares, true);
  const found = { declares, uses: new Set<string>(), assigns: new Set<string>() };
  visit(node, undefined, found);
  return found;
}

type Found = Record<'uses' | 'assigns', Set<string>>;

function visit(node: Node, scope: Scope | undefined, found: Found): void {
  const inner = scopeOf(node, scope);
  if (node.type === 'Identifier') {
    if (!isKnown(node.name as string, scope)) found.uses.add(node.name as string);
    return;
  }
  const target = targetOf(node);
  if (target) for (const name of namesOfPattern(target)) if (!isKnown(name, inner)) found.assigns.add(name);
  for (const [key, value] of Object.entries(node)) {
    if (isPlainKey(node, key)) continue;
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) visit(each, inner, found);
  }
}

const isNode = (value: unknown): value is Node => typeof (value as Node | undefined)?.type === 'string';

const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';

/** Whether the child at a key is a name that is no reference: that of a property, a method or a label. */
function isPlainKey({ type, computed, shorthand }: Node, key: string): boolean {
  if (key === 'property') return type === 'MemberExpression' && !computed;
  if (key === 'key') return !computed || shorthand === true;
  return key === 'label' || type === 'MetaProperty';
}

function isKnown(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** The scope within a node: a new one for a function, a class, a block, a loop or a `catch`, else the outer one. */
function scopeOf(node: Node, outer: Scope | undefined): Scope | undefined {
  const names = new Set<string>();
  if (isFunction(node)) {
    if (node.type !== 'ArrowFunctionExpression') names.add('arguments');
    if (node.type === 'FunctionExpression' && isNode(node.id)) names.add(node.id.name as string);
    for (const parameter of node.params as Node[]) addPattern(parameter, names);
    if (isNode(node.body)) declareIn(node.body, names, false);
  } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    if (isNode(node.id)) names.add(node.id.name as string);
  } else if (node.type === 'StaticBlock') declareIn(node, names, false);
  else if (node.type === 'CatchClause' && isNode(node.param)) addPattern(node.param, names);
  else if (/^(BlockStatement|SwitchStatement|For)/.test(node.type)) addLexical(node, names);
  else return outer;
  return { names, outer };
}

/** Adds the names that a function or script declares: by `var` at any depth, by other declarations in its own body. */
function declareIn(node: Node, names: Set<string>, isStatement: boolean): void {
  if (isStatement) addLexicalOf(node, names);
  else addLexical(node, names);
  addVars(node, names);
}

function addVars(node: Node, names: Set<string>): void {
  if (isFunction(node) || /^Class/.test(node.type)) return;
  if (node.type === 'VariableDeclaration' && node.kind === 'var')
    for (const { id } of node.declarations as Node[]) addPattern(id as Node, names);
  for (const value of Object.values(node))
    for (const each of Array.isArray(value) ? value : [value])
      if (isNode(each) && /Statement|Declaration|SwitchCase|CatchClause/.test(each.type)) addVars(each, names);
}

function addLexical(node: Node, names: Set<string>): void {
  const list = [node.body, node.init, node.left, ...((node.cases as Node[]) ?? []).flatMap((each) => each.consequent)];
  for (const each of list.flat()) if (isNode(each)) addLexicalOf(each, names);
}

function addLexicalOf(node: Node, names: Set<string>): void {
  if (node.type === 'VariableDeclaration')
    for (const { id } of node.declarations as Node[]) addPattern(id as Node, names);
  else if (/^(Function|Class)Declaration$/.test(node.type) && isNode(node.id)) names.add(node.id.name as string);
}

function addPattern(pattern: Node, names: Set<string>): void {
  for (const name of namesOfPattern(pattern)) names.add(name);
}

function namesOfPattern(pattern: Node): string[] {
  const { type } = pattern;
  if (type === 'Identifier') return [pattern.name as string];
  if (type === 'AssignmentPattern') return namesOfPattern(pattern.left as Node);
  if (type === 'RestElement') return namesOfPattern(pattern.argument as Node);
  if (type === 'Property') return namesOfPattern(pattern.value as Node);
  const parts = (pattern.elements ?? pattern.properties ?? []) as (Node | null)[];
  return parts.flatMap((each) => (each ? namesOfPattern(each) : []));
}

/** The pattern that a node assigns to; undefined if it assigns to none. */
function targetOf({ type, left, argument }: Node): Node | undefined {
  if (type === 'AssignmentExpression') return left as Node;
  if (type === 'UpdateExpression') return argument as Node;
  if (/^For(In|Of)Statement$/.test(type) && (left as Node).type !== 'VariableDeclaration') return left as Node;
  return undefined;
}
