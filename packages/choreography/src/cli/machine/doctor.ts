import { paintFor } from '#cli/program/paint.ts';
import { accountCheck } from './check-account.ts';
import { type Check, nodeCheck, portChecks, projectChecks } from './checks.ts';

const MARKS = { fine: '✓', wrong: '✗', note: '–' } as const;
const COLOURS = { fine: 'green', wrong: 'red', note: 'dim' } as const;

/**
 * `choreography doctor`: whether all is there that a project needs on this machine, and how to mend what is not. Exit code 1 when
 * something is wrong; a note is no such thing.
 */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const checks: readonly Check[] = [nodeCheck(), ...projectChecks(), ...(await portChecks()), await accountCheck()];
  if (checks.some(({ state }) => state === 'wrong')) process.exitCode = 1;
  if (json) return console.log(JSON.stringify({ checks }, null, 2));
  const paint = paintFor(process.stdout);
  for (const { state, about, says, remedy } of checks) {
    console.log(`${paint(COLOURS[state], MARKS[state])} ${about.padEnd(18)} ${says}`);
    if (remedy !== undefined) console.log(`${' '.repeat(21)}${remedy}`);
  }
}
