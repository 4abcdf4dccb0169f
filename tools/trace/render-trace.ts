import { styleText } from 'node:util';
import type { OrderView, Step, TracedEvent } from './order-view.ts';

type Colour = Parameters<typeof styleText>[0];
/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export const plain: Paint = (_, text) => text;
/** Colour for a terminal only, and never when NO_COLOR is set. */
export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && !process.env.NO_COLOR ? styleText : plain;

const STATE_COLOURS: Readonly<Record<OrderView['state'] | Step['state'], Colour>> = {
  ...{ done: 'green', completed: 'green', waiting: 'yellow', open: 'yellow', failed: 'red', overdue: 'red' },
};

/** A trace for people: the state, the steps of the business process, the events as a tree of causes, the failures. */
export function renderTrace(view: OrderView, paint: Paint = plain): string {
  const start = view.startedAt ?? view.events[0]?.at ?? null;
  const since = (at: string | null) => (at && start ? `+${Date.parse(at) - Date.parse(start)} ms` : '');
  const name = (text: string) => text.padEnd(Math.max(...view.steps.map((step) => step.name.length)));
  return [
    `Order ${view.orderId}: ${paint(STATE_COLOURS[view.state], view.state)}${view.startedAt ? `, placed ${view.startedAt}` : ''}`,
    '',
    ...view.steps.map(
      (step) =>
        `  ${mark(step, paint)} ${name(step.name)}  ${step.event ? `${step.event}  ${since(step.at)}` : `${step.state}, within ${step.within}`}`,
    ),
    '',
    ...tree(view.events, since),
    ...(view.failures.length > 0 ? ['', paint('red', 'Set aside:')] : []),
    ...view.failures.map(({ participant, job, error, at }) => `  ${participant}/${job}  ${since(at)}\n    ${error}`),
  ].join('\n');
}

function mark({ state }: Step, paint: Paint): string {
  return paint(STATE_COLOURS[state], { done: '✓', failed: '✗', waiting: '…', overdue: '!' }[state]);
}

/** The events as a tree of causes; an event whose cause was not heard stands at the top. */
function tree(events: readonly TracedEvent[], since: (at: string) => string): string[] {
  const heard = new Set(events.map(({ eventId }) => eventId));
  const effects = (cause: string) =>
    events.filter(({ causationId, eventId }) => causationId === cause && eventId !== cause);
  const line = ({ participant, job, type, at }: TracedEvent) =>
    `${type}  ${job ? `${participant}/${job}` : participant}  ${since(at)}`;
  const below = (cause: string, indent: string): string[] =>
    effects(cause).flatMap((event, i, all) => {
      const last = i === all.length - 1;
      return [
        `${indent}${last ? '└─' : '├─'} ${line(event)}`,
        ...below(event.eventId, `${indent}${last ? '   ' : '│  '}`),
      ];
    });
  return events
    .filter(({ causationId }) => causationId === null || !heard.has(causationId))
    .flatMap((event) => [`  ${line(event)}`, ...below(event.eventId, '  ')]);
}
