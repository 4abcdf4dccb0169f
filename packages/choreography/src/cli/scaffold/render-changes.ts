import { createTwoFilesPatch } from 'diff';
import type { Paint } from '#cli/program/paint.ts';
import type { Change } from '#scaffold/change.ts';

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
