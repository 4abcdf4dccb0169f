import { type Paint, plain } from '#cli/paint.ts';
import { causes } from './causes.ts';
import { elapsed } from './elapsed.ts';
import type { Failure, OrderView, Step } from './order-view.ts';

/**
 * A trace for people: the state, the steps of the business process and who owes those that are not done, the events as a
 * tree of causes, and what was set aside, with the queue that holds it and the command that redrives it.
 */
export function renderTrace(view: OrderView, queueOf: (failure: Failure) => string, paint: Paint = plain): string {
  const start = view.startedAt ?? view.events[0]?.at;
  const since = (at: string) => (start === undefined ? at : elapsed(start, at));
  return [
    `Order ${view.orderId}: ${paint(COLOURS[view.state], view.state)}${view.startedAt ? `, placed ${view.startedAt}` : ''}`,
    '',
    ...stepLines(view.steps, since, paint),
    '',
    ...causes(view.events).map(
      ({ indent, event: { type, participant, job, at } }) =>
        `  ${indent}${type}  ${paint('dim', job ? `${participant}/${job}` : participant)}  ${since(at)}`,
    ),
    ...(view.failures.length > 0 ? ['', paint('red', 'Set aside:')] : []),
    ...view.failures.flatMap((failure) => [
      `  ${failure.participant}/${failure.job}  ${since(failure.at)}${attempts(failure)}  in ${queueOf(failure)}`,
      `    ${failure.error}`,
    ]),
    ...(view.failures.length > 0 ? ['', 'Once the cause is mended, give it back to that job alone:'] : []),
    ...new Set(view.failures.map((failure) => `  ${redriveCommand(failure, view.orderId)}`)),
  ].join('\n');
}

const attempts = ({ attempts: count }: Failure): string =>
  count ? `  after ${count} ${count === 1 ? 'attempt' : 'attempts'}` : '';

const redriveCommand = ({ participant, job }: Failure, orderId: string): string =>
  `npx choreography redrive ${participant}/${job} --order ${quoted(orderId)}`;

/** An id may hold anything, and a shell must take it for one word. */
const quoted = (word: string): string => (/^[\w.@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function stepLines(steps: readonly Step[], since: (at: string) => string, paint: Paint): string[] {
  const nameWidth = Math.max(0, ...steps.map(({ name }) => name.length));
  const eventWidth = Math.max(0, ...steps.map(({ event }) => event?.length ?? 0));
  return steps.map(({ name, state, event, at, within, participant, late }) => {
    const what =
      event && at
        ? `${event.padEnd(eventWidth)}  ${since(at).padStart(8)}${late ? `  late, due within ${within}` : ''}`
        : `${state}, due within ${within}${participant ? `, owed by ${participant}` : ''}`;
    return `  ${paint(COLOURS[state], MARKS[state])} ${name.padEnd(nameWidth)}  ${what}`;
  });
}

const MARKS = { done: '✓', failed: '✗', waiting: '…', overdue: '!' } as const;
const COLOURS = {
  done: 'green',
  completed: 'green',
  waiting: 'yellow',
  open: 'yellow',
  failed: 'red',
  overdue: 'red',
} as const;
