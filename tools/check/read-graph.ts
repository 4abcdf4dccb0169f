import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../map/graph.ts';
import { graphOf } from '../map/graph-of.ts';
import { readCdkOut } from '../template/read-cdk-out.ts';
import type { Locate } from './annotate.ts';

/** The graph of all templates in some folders and files, and where in those files its places are. */
export function readGraph(paths: readonly string[]): { readonly graph: Graph; readonly locate: Locate } {
  const files = new Map<string, string>();
  const stacks = paths.flatMap((path) =>
    readCdkOut(path).map((stack) => {
      const file = join(path, `${stack.name}.template.json`);
      if (existsSync(file)) files.set(stack.name, file);
      return stack;
    }),
  );
  return { graph: graphOf(stacks), locate: locateIn(files) };
}

/** The line that names a logical id, in JSON or YAML; the first line when none does. */
function locateIn(files: ReadonlyMap<string, string>): Locate {
  const read = new Map<string, string[]>();
  return ({ template, id }) => {
    const file = files.get(template);
    if (file === undefined) return undefined;
    const lines = read.get(file) ?? readFileSync(file, 'utf8').split('\n');
    read.set(file, lines);
    return {
      file,
      line:
        Math.max(
          lines.findIndex((line) => line.trim().replaceAll('"', '').startsWith(`${id}:`)),
          0,
        ) + 1,
    };
  };
}
