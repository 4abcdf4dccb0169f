import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Change } from '#scaffold/change.ts';
import { applyEdits, type Edit } from '#scaffold/syntax/edit.ts';
import { addImport, type Import } from '#scaffold/syntax/imports.ts';
import { type Module, parseModule } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';

/** Changes to the files of a project, before they are written. Paths are relative to its folder, with `/`. */
export class Draft {
  private readonly files = new Map<string, { readonly before: string | undefined; after: string | undefined }>();

  constructor(readonly folder: string) {}

  /** A file's text with its changes; undefined if there is no such file. */
  text(path: string): string | undefined {
    const known = this.files.get(path);
    if (known) return known.after;
    const file = resolve(this.folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  module(path: string): Module {
    const text = this.text(path);
    if (text === undefined) throw new InputError(`There is no file "${path}".`);
    return parseModule(path, text);
  }

  /** The files below a folder with an ending, in the order of the alphabet. */
  list(folder: string, ending: string): string[] {
    const root = resolve(this.folder, folder);
    const there = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
    const paths = new Set(there.map((name) => posix.join(folder, name.replaceAll('\\', '/'))));
    for (const path of this.files.keys()) if (path.startsWith(`${folder}/`)) paths.add(path);
    return [...paths]
      .filter((path) => path.endsWith(ending) && !path.includes('node_modules/') && this.text(path) !== undefined)
      .sort();
  }

  /** A new file. Throws an InputError if it is there. */
  create(path: string, text: string): void {
    if (this.text(path) !== undefined) throw new InputError(`"${path}" is there already: nothing was written.`);
    this.put(path, text);
  }

  /** Changes a module where its syntax tree says, and lets it import what the change needs. */
  edit(
    path: string,
    change: (module: Module) => Edit | readonly Edit[] | undefined,
    imports: readonly Import[] = [],
  ): void {
    const module = this.module(path);
    this.put(path, applyEdits(module.text, [change(module) ?? []].flat()));
    // One by one: two may be inserted at the same position.
    for (const each of imports) {
      const changed = this.module(path);
      this.put(path, applyEdits(changed.text, addImport(changed, each)));
    }
  }

  put(path: string, text: string | undefined): void {
    const known = this.files.get(path);
    if (known) known.after = text;
    else this.files.set(path, { before: this.text(path), after: text });
  }

  move(from: string, to: string): void {
    const text = this.text(from);
    if (text === undefined) return;
    this.create(to, text);
    this.put(from, undefined);
  }

  /** The differences from the present files. */
  changes(): Change[] {
    return [...this.files]
      .map(([path, { before, after }]) => ({ path, before, after }))
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** How one file of the project imports another. */
export function specifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
