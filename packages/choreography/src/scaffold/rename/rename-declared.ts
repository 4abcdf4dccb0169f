import { posix } from 'node:path';
import { type Draft, specifier } from '#scaffold/project/draft.ts';
import { methodOf } from '#scaffold/project/places.ts';
import type { Declared } from '#scaffold/project/read-project.ts';
import { sourceFiles } from '#scaffold/project/uses.ts';
import type { Edit } from '#scaffold/syntax/edit.ts';
import { type Module, nodesIn, nodesOf, propertyOf } from '#scaffold/syntax/module.ts';

/** Gives a constant another name and its file another path, wherever a file of the project imports it. */
export function renameDeclared(draft: Draft, from: Declared, to: Declared): void {
  for (const path of sourceFiles(draft)) {
    const module = draft.module(path);
    const sources = referringTo(module, from.file);
    if (path !== from.file && sources.length === 0) continue;
    draft.edit(path, () => [
      ...sources.map(({ start, end }) => ({ start, end, text: `'${specifier(path, to.file)}'` })),
      ...(from.constant === to.constant ? [] : identifiers(module, from.constant, to.constant)),
    ]);
  }
  moveFile(draft, from.file, to.file);
}

/** Moves a file, and lets it import the others from where it is then. */
function moveFile(draft: Draft, from: string, to: string): void {
  if (from === to) return;
  draft.edit(from, (module) =>
    [...nodesIn(module.program)].flatMap((node) =>
      node.type === 'Literal' && isPath(node.value)
        ? [{ ...span(node), text: `'${specifier(to, posix.join(posix.dirname(from), node.value))}'` }]
        : [],
    ),
  );
  draft.move(from, to);
}

/** The string literals in a module that are the path of a file of the project: in imports, also dynamic ones. */
function referringTo(module: Module, file: string): Edit[] {
  return [...nodesIn(module.program)].flatMap((node) =>
    node.type === 'Literal' && isPath(node.value) && posix.join(posix.dirname(module.path), node.value) === file
      ? [{ ...span(node), text: '' }]
      : [],
  );
}

const isPath = (value: unknown): value is string => typeof value === 'string' && /^\.\.?\/.*\.ts$/.test(value);

/** Every identifier of a name; a shorthand property is one place, and is counted once. */
function identifiers(module: Module, from: string, to: string): Edit[] {
  const found = new Map(
    [...nodesIn(module.program)].flatMap((node) =>
      node.type === 'Identifier' && node.name === from ? [[node.start, node] as const] : [],
    ),
  );
  return [...found.values()].map(({ start }) => ({ start, end: start + from.length, text: to }));
}

/** Every string literal of a value becomes another, in all files of the project. */
export function renameStrings(draft: Draft, from: string, to: string): void {
  for (const path of sourceFiles(draft)) {
    if (!draft.text(path)?.includes(from)) continue;
    draft.edit(path, (module) =>
      [...nodesIn(module.program)].flatMap((node) =>
        node.type === 'Literal' && node.value === from ? [{ ...span(node), text: `'${to}'` }] : [],
      ),
    );
  }
}

/** A word in samples and in `choreography.json`, where names are made of it. */
export function renameInJson(draft: Draft, from: string, to: string): void {
  const word = new RegExp(`(?<![\\w.-])${from.replace(/[.]/g, '\\.')}(?![\\w-])`, 'g');
  for (const path of [...draft.list('events', '.json'), 'choreography.json']) {
    const text = draft.text(path);
    if (text !== undefined)
      draft.put(
        path,
        text.replace(word, () => to),
      );
  }
}

/** What is still to be written of a job, as its tests say it. */
export function renameTodo(draft: Draft, from: string, to: string): void {
  for (const path of draft.list('test', '.ts')) {
    const text = draft.text(path);
    if (text?.includes(`'${from}: `)) draft.put(path, text.replaceAll(`'${from}: `, `'${to}: `));
  }
}

/** A word in the titles of stories and tests: the first argument of a call, before a function. */
export function renameTitles(draft: Draft, from: string, to: string): void {
  const word = new RegExp(`(?<![\\w./-])${from.replace(/[./]/g, '\\$&')}(?![\\w/-])`, 'g');
  for (const path of draft.list('test', '.ts')) {
    if (!draft.text(path)?.includes(from)) continue;
    draft.edit(path, (module) =>
      nodesOf(module.program, 'CallExpression').flatMap(({ arguments: [title, ...rest] }) =>
        title?.type === 'Literal' && typeof title.value === 'string' && rest.some(({ type }) => /Function/.test(type))
          ? [{ ...span(title), text: module.text.slice(title.start, title.end).replace(word, () => to) }]
          : [],
      ),
    );
  }
}

/** A participant's name where a story looks into its table: `then.item('tool-room', …)` and `{ participant: 'tool-room', … }`. */
export function renameInStories(draft: Draft, from: string, to: string): void {
  for (const path of draft.list('test', '.ts')) {
    if (!draft.text(path)?.includes(from)) continue;
    draft.edit(path, (module) =>
      [...nodesIn(module.program)].flatMap((node) => {
        const named =
          node.type === 'CallExpression' && methodOf(node) === 'item'
            ? node.arguments[0]
            : node.type === 'ObjectExpression'
              ? propertyOf(node, 'participant')
              : undefined;
        return named?.type === 'Literal' && named.value === from ? [{ ...span(named), text: `'${to}'` }] : [];
      }),
    );
  }
}

const span = ({ start, end }: { readonly start: number; readonly end: number }) => ({ start, end });
