import { type CommandContext, commandLine } from '#cli/aws/command-line.ts';
import { type Paint, plain } from '#cli/program/paint.ts';
import type { Letter, ReadLetter } from './letter.ts';

/** Dead letters for people, by job and queue, with what to do next. */
export function renderLetters(
  letters: readonly (Pick<ReadLetter, 'letter' | 'owner'> & { readonly queue: string })[],
  where: CommandContext,
  paint: Paint = plain,
): string {
  if (letters.length === 0) return 'There are no dead letters.';
  const groups = new Map<string, (typeof letters)[number][]>();
  for (const each of letters) {
    const key = `${each.letter.job} ${each.queue}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [{ letter: first, owner, queue }] = group as [(typeof letters)[number]];
      return [
        `${first.job}: ${group.length} in ${queue}`,
        ...group.flatMap(({ letter }) => [
          `  ${oneLine(letter)}`,
          `    ${paint('red', letter.error)}`,
          ...('input' in letter
            ? JSON.stringify(letter.input, null, 2)
                .split('\n')
                .map((line) => `    ${line}`)
            : []),
        ]),
        paint(
          'dim',
          owner?.giveBackTo
            ? `  Give them back with: ${commandLine(['redrive', owner.job], where)}`
            : '  No function or queue is known that could take them back.',
        ),
        '',
      ];
    })
    .join('\n')
    .trimEnd();
}

/** `BookLent of l-1 (event e-1), not handled in 3 attempts, 2026-11-24T12:00:00.000Z`. */
export function oneLine({ event, key, kind, attempts, at }: Letter): string {
  const what = event ? event.detailType : 'What is no event';
  const tries = attempts === null || kind === 'refused' ? '' : ` in ${attempts} attempt${attempts === 1 ? '' : 's'}`;
  return `${what}${key ? ` of ${key}` : ''}${event ? ` (event ${event.id})` : ''}, ${kind}${tries}, ${at}`;
}
