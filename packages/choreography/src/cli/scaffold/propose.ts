import { createInterface } from 'node:readline/promises';
import { paintFor } from '#cli/program/paint.ts';
import { type Change, writeChanges } from '#scaffold/change.ts';
import { InputError } from '#template/input-error.ts';
import { renderChanges } from './render-changes.ts';

export interface ProposeOptions {
  /** Only shows the difference. */
  readonly dryRun?: boolean;
  /** Does not ask before it writes. */
  readonly yes?: boolean;
  /** The project's folder. @default where the command is run */
  readonly folder?: string;
}

/**
 * Shows changes as a difference, with what they break, and writes them: at a terminal once that is wanted, elsewhere only if they break
 * nothing or `yes` is given. Exit code 1 if nothing was written because of that.
 */
export async function propose(
  folder: string,
  changes: readonly Change[],
  breaks: readonly string[],
  { dryRun, yes }: ProposeOptions,
): Promise<void> {
  const paint = paintFor(process.stdout);
  console.log(renderChanges(changes, paint));
  if (breaks.length > 0)
    console.log(['', 'What this breaks:', ...breaks.map((each) => paint('yellow', `  ! ${each}`))].join('\n'));
  if (dryRun || changes.length === 0) return;
  if (!yes && process.stdin.isTTY && !(await wanted())) {
    console.log('Nothing was written.');
    return;
  }
  if (!yes && !process.stdin.isTTY && breaks.length > 0) {
    throw new InputError('Nothing was written: give --yes to write it all the same.');
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
}

async function wanted(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y(es)?)?$/i.test((await terminal.question('\nWrite this? (Y/n) ')).trim());
  } finally {
    terminal.close();
  }
}
