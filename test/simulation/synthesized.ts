import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { readTemplates } from '../../packages/choreography/src/template/read-templates.ts';
import type { Stack } from '../../packages/choreography/src/template/template.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Synthesizes a project, with some context, into a folder of its own, which is removed after the tests of the file. */
export function synthesized(
  project: string = ROOT,
  context: Readonly<Record<string, unknown>> = {},
): { readonly folder: string; readonly stacks: readonly Stack[] } {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const env = {
    ...{ ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' },
    CDK_CONTEXT_JSON: JSON.stringify(context),
  };
  execFileSync(process.execPath, ['infra/synth.mjs'], { cwd: project, env });
  return { folder, stacks: readTemplates([folder]) };
}
