import { type Edit, insert, lineEnd } from './edit.ts';
import { type Module, type Node, type NodeOf, nodesIn } from './module.ts';

/** What a module imports: a name, or all of another by a name. */
export interface Import {
  readonly name: string;
  readonly from: string;
  /** `import * as name`. */
  readonly all?: boolean;
}

/** The source text of an import. */
export const importLine = ({ name, from, all }: Import): string =>
  `import ${all ? `* as ${name}` : `{ ${name} }`} from '${from}';`;

/** The edits that let a module import something: none if it does, a name more where it imports others from there. */
export function addImport(module: Module, { name, from, all }: Import): Edit[] {
  const imports = importsOf(module);
  if (imports.some(({ specifiers }) => specifiers.some(({ local }) => local.name === name))) return [];
  const named = imports.find(
    ({ source, importKind, specifiers }) =>
      source.value === from && importKind === 'value' && specifiers.some(({ type }) => type === 'ImportSpecifier'),
  );
  if (named && !all) return [insert(named.specifiers.at(-1)?.end ?? named.start, `, ${name}`)];
  const line = `${importLine({ name, from, ...(all && { all }) })}\n`;
  const behind = imports.find(({ source }) => isBefore(from, source.value));
  if (behind) return [insert(behind.start, line)];
  const last = imports.at(-1);
  return [insert(last ? lineEnd(module.text, last.end) : 0, last ? line : `${line}\n`)];
}

/** The edits that take away the imports of names that the module uses nowhere else; only of those asked for. */
export function removeUnusedImports(module: Module, names: readonly string[]): Edit[] {
  const used = new Set<string>();
  for (const statement of bodyOf(module)) {
    if (statement.type === 'ImportDeclaration') continue;
    for (const node of nodesIn(statement))
      if (node.type === 'Identifier' || node.type === 'JSXIdentifier') used.add(node.name);
  }
  return importsOf(module).flatMap(({ specifiers, start, end }) => {
    const unused = specifiers.filter(({ local }) => names.includes(local.name) && !used.has(local.name));
    if (unused.length === 0) return [];
    if (unused.length === specifiers.length) return [{ start, end: lineEnd(module.text, end), text: '' }];
    return unused.map((specifier) => {
      const next = specifiers[specifiers.indexOf(specifier) + 1];
      const previous = specifiers[specifiers.indexOf(specifier) - 1];
      return next
        ? { start: specifier.start, end: next.start, text: '' }
        : { start: previous?.end ?? specifier.start, end: specifier.end, text: '' };
    });
  });
}

export const bodyOf = ({ program }: Module): readonly Node[] => (program.type === 'Program' ? program.body : []);

export const importsOf = (module: Module): NodeOf<'ImportDeclaration'>[] =>
  bodyOf(module).filter((node): node is NodeOf<'ImportDeclaration'> => node.type === 'ImportDeclaration');

/** Packages before files, files further away before those that are near, and else by the alphabet. */
function isBefore(one: string, other: string): boolean {
  const [a, b] = [distance(one), distance(other)];
  if (a !== b) return a > b;
  return one < other;
}

function distance(from: string): number {
  if (!from.startsWith('.')) return Number.POSITIVE_INFINITY;
  return from.match(/\.\.\//g)?.length ?? 0;
}
