import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Paint } from '#cli/paint.ts';
import { InputError } from '#template/input-error.ts';

/** What becomes of one file: a new one has no `before`, one that goes has no `after`. The path is relative to the project. */
export interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The changes as a unified difference, as `git diff` shows it and `git apply` takes it. */
export function renderChanges(changes: readonly Change[], paint: Paint): string {
  return changes.map((change) => renderChange(change, paint)).join('\n');
}

function renderChange({ path, before, after }: Change, paint: Paint): string {
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const to = after === undefined ? '/dev/null' : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 2 });
  return patch
    .replace(/^=+\n/, '')
    .trimEnd()
    .split('\n')
    .map((line, index) => (index < 2 ? line : coloured(line, paint)))
    .join('\n');
}

function coloured(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line;
}

/** Writes all changes. Throws an InputError, and writes nothing, if a file that is to be new is there. */
export function writeChanges(folder: string, changes: readonly Change[]): void {
  for (const { path, before } of changes) {
    if (before === undefined && existsSync(resolve(folder, path))) {
      throw new InputError(`"${path}" is there already: nothing was written.`);
    }
  }
  for (const { path, after } of changes) {
    const file = resolve(folder, path);
    if (after === undefined) {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after);
  }
}
