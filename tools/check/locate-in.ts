import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Stack } from '../template/template.ts';
import type { Locate } from './annotate.ts';

/** Where the places of some stacks are: in their files, at the line that names the logical id, in JSON or YAML. */
export function locateIn(stacks: readonly Stack[]): Locate {
  const files = new Map(stacks.map(({ name, file }) => [name, file]));
  const read = new Map<string, string[]>();
  return ({ template, id }) => {
    const file = files.get(template);
    if (file === undefined) return undefined;
    const lines = read.get(file) ?? readFileSync(file, 'utf8').split('\n');
    read.set(file, lines);
    const index = lines.findIndex((line) => line.trim().replaceAll('"', '').startsWith(`${id}:`));
    return { file: relative('.', file), line: Math.max(index, 0) + 1 };
  };
}
