import { relative } from 'node:path';
import { readText } from '#template/read-text.ts';
import type { NamedTemplate, Stack } from '#template/template.ts';
import type { Locate } from './annotate.ts';

/**
 * Where the places of some stacks are: in their files, at the line that names the logical id, in JSON or YAML. What SAM makes
 * of a function's event is called after both, and is found at the event, else at the function.
 */
export function locateIn(stacks: readonly (NamedTemplate & Partial<Pick<Stack, 'file'>>)[]): Locate {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const read = new Map<string, string[]>();
  return ({ template, id }) => {
    const { file, template: content } = byName.get(template) ?? {};
    if (file === undefined) return undefined;
    const lines = read.get(file) ?? readText(file).split('\n');
    read.set(file, lines);
    const lineOf = (name: string, from = 0) =>
      lines.findIndex((line, index) => index >= from && line.trim().replaceAll('"', '').startsWith(`${name}:`));
    const [maker] = Object.keys(content?.Resources ?? {})
      .filter((other) => other !== id && id.startsWith(other) && lineOf(other) >= 0)
      .sort((a, b) => b.length - a.length);
    const made = maker === undefined ? -1 : Math.max(lineOf(maker), lineOf(id.slice(maker.length), lineOf(maker)));
    const own = lineOf(id);
    return { file: relative('.', file), line: Math.max(own >= 0 ? own : made, 0) + 1 };
  };
}
