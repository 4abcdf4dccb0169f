import type { Draft } from '#scaffold/project/draft.ts';
import { type Edit, lineEnd, lineStart } from '#scaffold/syntax/edit.ts';
import { removeUnusedImports } from '#scaffold/syntax/imports.ts';
import type { Module, Node } from '#scaffold/syntax/module.ts';

/** Takes something out of a module, and the imports of the names that nothing there uses any more. */
export function removeFrom(
  draft: Draft,
  path: string,
  change: (module: Module) => Edit | readonly Edit[] | undefined,
  names: readonly string[],
): void {
  draft.edit(path, change);
  draft.edit(path, (module) => removeUnusedImports(module, names));
}

/** A statement with the lines that only it has, and an empty line before it. */
export function removeStatement({ text }: Module, { start, end }: Node): Edit {
  const from = lineStart(text, start);
  const [blank] = text.slice(0, from).match(/\r?\n(?=\r?\n$)/) ?? [];
  return { start: blank === undefined ? from : from - blank.length, end: lineEnd(text, end), text: '' };
}
