import type { Verdict } from '#check/allow.ts';
import { type Paint, plain } from '#cli/program/paint.ts';
import type { Unresolved } from '#graph/graph.ts';

/** What was checked, for the last line. */
export interface Counts {
  readonly rules: number;
  readonly functions: number;
  readonly events: number;
}

/**
 * A verdict for people: each finding with its place, what is wrong, why it matters and what to do; then what is allowed, and
 * what the templates leave open.
 */
export function renderVerdict(
  { findings, allowed, unused }: Verdict,
  unresolved: readonly Unresolved[],
  counts: Counts,
  paint: Paint = plain,
): string {
  return [
    ...findings.flatMap(({ name, at, what, why, remedy }) => [
      paint('red', `✗ ${name}`),
      paint('dim', `  at ${at.id} in ${at.template}`),
      `  ${what}`,
      `  ${why}`,
      `  → ${remedy}`,
      '',
    ]),
    ...unused.flatMap(({ finding }) => [
      paint('red', `✗ ${finding}`),
      '  choreography.json allows this, and it is no longer found.',
      '  → Take it out of "allow", so that it is seen when it comes again.',
      '',
    ]),
    ...allowed.map(({ finding, reason }) => paint('dim', `· ${finding.name}\n  allowed: ${reason}`)),
    ...unresolved.map(({ reference, template, id, why }) =>
      paint('yellow', `? ${reference} at ${id} in ${template} is not known.\n  ${why}`),
    ),
    ...(allowed.length + unresolved.length > 0 ? [''] : []),
    summary(findings.length + unused.length, allowed.length, counts, paint),
  ].join('\n');
}

function summary(findings: number, allowed: number, { rules, functions, events }: Counts, paint: Paint): string {
  const checked = `${amount(rules, 'rule')}, ${amount(functions, 'function')} and ${amount(events, 'event')} checked`;
  const found = findings === 0 ? paint('green', '✓ Nothing found') : paint('red', `✗ ${amount(findings, 'finding')}`);
  return `${found}${allowed > 0 ? `, ${allowed} allowed by name` : ''}: ${checked}.`;
}

const amount = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
