import { type Paint, plain } from '#cli/paint.ts';
import type { Letter } from './letter.ts';

/** Dead letters for people, by job, with what to do next. */
export function renderLetters(
  queues: readonly { readonly job: string; readonly queue: string; readonly letters: readonly Letter[] }[],
  paint: Paint = plain,
): string {
  const full = queues.filter(({ letters }) => letters.length > 0);
  if (full.length === 0) return 'There are no dead letters.';
  return full
    .flatMap(({ job, queue, letters }) => [
      `${job}: ${letters.length} in ${queue}`,
      ...letters.flatMap((letter) => [`  ${oneLine(letter)}`, `    ${paint('red', letter.error)}`]),
      paint('dim', `  Give them back with: npx choreography redrive ${job}`),
      '',
    ])
    .join('\n')
    .trimEnd();
}

/** `BookLent of l-1 (event e-1), not handled in 3 attempts, 2026-11-24T12:00:00.000Z`. */
export function oneLine({ event, key, kind, attempts, at }: Letter): string {
  const what = event ? event.detailType : 'What is no event';
  const tries = attempts === null || kind === 'refused' ? '' : ` in ${attempts} attempt${attempts === 1 ? '' : 's'}`;
  return `${what}${key ? ` of ${key}` : ''}${event ? ` (event ${event.id})` : ''}, ${kind}${tries}, ${at}`;
}
