import { resolve } from 'node:path';
import { readTemplates } from '../../packages/choreography/src/template/read-templates.ts';
import type { Stack } from '../../packages/choreography/src/template/template.ts';
import { synthesized as synthesizedProject } from '../../packages/choreography/src/testing/synthesized.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The shop's templates in some context, in a folder that all tests share. */
export async function synthesized(
  context: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly folder: string; readonly stacks: readonly Stack[] }> {
  const folder = await synthesizedProject(ROOT, context);
  return { folder, stacks: readTemplates([folder]) };
}
