import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { readTemplates } from '#template/read-templates.ts';

/**
 * The templates that a command may read names and processes from, without a synth: those at a path, or what is here already, in
 * `cdk.out` or as the template that SAM takes. Undefined if there is none; what was not asked for and cannot be read is none.
 * Throws an InputError if what was asked for cannot be read.
 */
export function templatesHere(asked: string | undefined): Graph | undefined {
  const path =
    asked ?? [join('cdk.out', 'manifest.json'), 'template.yml', 'template.yaml', 'template.json'].find(existsSync);
  if (path === undefined) return undefined;
  try {
    return graphOf(readTemplates([asked ?? path.replace(/.manifest\.json$/, '')]));
  } catch (error) {
    if (asked !== undefined || !(error instanceof InputError)) throw error;
    return undefined;
  }
}
