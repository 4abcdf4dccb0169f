import { relative } from 'node:path';
import type { NamedTemplate, Stack } from '#template/template.ts';
import { readText } from './read-text.ts';

/** Finds the file and the line of a resource, and of one of its properties if that is written there by its name. */
export type Locate = (
  resource: { readonly template: string; readonly id: string },
  property?: string,
) => { readonly file: string; readonly line: number } | undefined;

/**
 * Where the places of some stacks are: in their files, at the line that names the logical id, in JSON or YAML. What SAM makes
 * of a function's event is called after both, and is found at the event, else at the function.
 */
export function locateIn(stacks: readonly (NamedTemplate & Partial<Pick<Stack, 'file'>>)[]): Locate {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const read = new Map<string, string[]>();
  return ({ template, id }, property) => {
    const { file, template: content } = byName.get(template) ?? {};
    if (file === undefined) return undefined;
    const lines = read.get(file) ?? readText(file).split('\n');
    read.set(file, lines);
    const lineOf = (name: string, from = 0) =>
      lines.findIndex((each, index) => index >= from && each.trim().replaceAll('"', '').startsWith(`${name}:`));
    const [maker] = Object.keys(content?.Resources ?? {})
      .filter((other) => other !== id && id.startsWith(other) && lineOf(other) >= 0)
      .sort((a, b) => b.length - a.length);
    const made = maker === undefined ? -1 : Math.max(lineOf(maker), lineOf(id.slice(maker.length), lineOf(maker)));
    const own = lineOf(id);
    const resource = Math.max(own >= 0 ? own : made, 0);
    const line = property === undefined ? resource : (lineBelow(lines, resource, property) ?? resource);
    return { file: relative('.', file), line: line + 1 };
  };
}

/** The line of a key that is indented further than a line before it. */
function lineBelow(lines: readonly string[], from: number, key: string): number | undefined {
  const indent = indentOf(lines[from]);
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent) return undefined;
    if (line.trim().replace(/^- /, '').replaceAll('"', '').startsWith(`${key}:`)) return at;
  }
  return undefined;
}

const indentOf = (line = ''): number => line.length - line.trimStart().length;
