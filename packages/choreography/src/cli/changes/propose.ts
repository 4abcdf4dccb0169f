import { createInterface } from 'node:readline/promises';
import { paintFor } from '#cli/paint.ts';
import { type Change, renderChanges, writeChanges } from './change.ts';

export interface ProposeOptions {
  /** Only shows the difference. */
  readonly dryRun?: boolean;
  /** Does not ask before it writes. */
  readonly yes?: boolean;
}

/** Shows changes as a difference, and writes them: at a terminal once that is wanted. Returns whether they were written. */
export async function propose(
  folder: string,
  changes: readonly Change[],
  { dryRun, yes }: ProposeOptions,
): Promise<boolean> {
  console.log(renderChanges(changes, paintFor(process.stdout)));
  if (dryRun || changes.length === 0) return false;
  if (!yes && process.stdin.isTTY && !(await wanted())) {
    console.log('Nothing was written.');
    return false;
  }
  writeChanges(folder, changes);
  const count = (what: string, of: (change: Change) => boolean) => {
    const number = changes.filter(of).length;
    return number > 0 ? [`${number} ${what}`] : [];
  };
  console.log(
    `\nWritten: ${[
      ...count('new', ({ before }) => before === undefined),
      ...count('changed', ({ before, after }) => before !== undefined && after !== undefined),
      ...count('removed', ({ after }) => after === undefined),
    ].join(', ')}.`,
  );
  return true;
}

async function wanted(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y(es)?)?$/i.test((await terminal.question('\nWrite this? (Y/n) ')).trim());
  } finally {
    terminal.close();
  }
}
