import { causes } from './causes.ts';
import { elapsed } from './elapsed.ts';
import type { Failure, OrderView, Step } from './order-view.ts';
import { type Paint, plain } from './paint.ts';

/**
 * A trace for people: the state, the steps of the business process, the events as a tree of causes, and what was set
 * aside, with the queue that holds it.
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
      `  ${failure.participant}/${failure.job}  ${since(failure.at)}  in ${queueOf(failure)}`,
      `    ${failure.error}`,
    ]),
  ].join('\n');
}

function stepLines(steps: readonly Step[], since: (at: string) => string, paint: Paint): string[] {
  const nameWidth = Math.max(0, ...steps.map(({ name }) => name.length));
  const eventWidth = Math.max(0, ...steps.map(({ event }) => event?.length ?? 0));
  return steps.map(({ name, state, event, at, within }) => {
    const what =
      event && at ? `${event.padEnd(eventWidth)}  ${since(at).padStart(8)}` : `${state}, due within ${within}`;
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
