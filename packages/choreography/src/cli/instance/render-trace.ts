import { type CommandContext, commandLine } from '#cli/aws/command-line.ts';
import { type Paint, plain } from '#cli/program/paint.ts';
import type { Failure, InstanceView, StepView } from '#monitor/api-types.ts';
import { causes } from './causes.ts';
import { elapsed } from './elapsed.ts';
import type { ClearData } from './reveal.ts';

export interface TraceOptions {
  /** The dead-letter queue that holds a failure. */
  readonly queueOf: (failure: Failure) => string;
  /** Where the trace was asked for, to be repeated in the commands. */
  readonly where?: CommandContext;
  readonly paint?: Paint;
  /** The unmasked data of events to show; undefined if it is to be masked. */
  readonly clear?: ClearData | undefined;
}

/**
 * A trace for people: the state, the steps of the business process and who owes those that are not done, the events as a
 * tree of causes, and what was set aside, with the queue that holds it and the command that redrives it.
 */
export function renderTrace(view: InstanceView, { queueOf, where, clear, paint = plain }: TraceOptions): string {
  const { key, process, words, state, startedAt, steps, events, failures } = view;
  const start = startedAt ?? events[0]?.at;
  const since = (at: string) => (start === undefined ? at : elapsed(start, at));
  return [
    `${capitalised(words.one)} ${key}: ${paint(COLOURS[state], state)}${startedAt ? `, started ${startedAt}` : ''} (process ${process})`,
    '',
    ...stepLines(steps, since, paint),
    '',
    ...causes(events).flatMap(({ indent, event: { eventId, type, participant, job, at } }) => [
      `  ${indent}${type}  ${paint('dim', job ? `${participant}/${job}` : participant)}  ${since(at)}`,
      ...(clear ? clearLines(clear, eventId).map((line) => `    ${' '.repeat(indent.length)}${line}`) : []),
    ]),
    ...(failures.length > 0 ? ['', paint('red', 'Set aside:')] : []),
    ...failures.flatMap((failure) => [
      `  ${failure.participant}/${failure.job}  ${since(failure.at)}${attempts(failure)}  in ${queueOf(failure)}`,
      `    ${failure.error}`,
    ]),
    ...(failures.length > 0 ? ['', 'Once the cause is mended, give it back to that job alone:'] : []),
    ...new Set(failures.map((failure) => `  ${redriveCommand(failure, key, { ...where, process })}`)),
  ].join('\n');
}

/** What is revealed of an event, as lines of JSON. */
const clearLines = (clear: ClearData, eventId: string): string[] =>
  clear.has(eventId)
    ? JSON.stringify(clear.get(eventId), null, 2).split('\n')
    : ['not kept unmasked: it is too old, or came before the monitor kept such copies'];

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const attempts = ({ attempts: count }: Failure): string =>
  count ? `  after ${count} ${count === 1 ? 'attempt' : 'attempts'}` : '';

const redriveCommand = ({ participant, job }: Failure, key: string, where: CommandContext): string =>
  commandLine(['redrive', `${participant}/${job}`, '--key', key], where);

function stepLines(steps: readonly StepView[], since: (at: string) => string, paint: Paint): string[] {
  const nameWidth = Math.max(0, ...steps.map(({ name }) => name.length));
  const eventWidth = Math.max(0, ...steps.map(({ event }) => event?.length ?? 0));
  return steps.map((step) => {
    const { name, state, event, at, within, participant, late } = step;
    const due = within === null ? '' : `, due within ${within}`;
    const what =
      event && at
        ? `${event.padEnd(eventWidth)}  ${since(at).padStart(8)}${late ? `  late${due}` : ''}`
        : `${state}${progressIn(step)}${due}, owed by ${participant}`;
    return `  ${paint(COLOURS[state], MARKS[state])} ${name.padEnd(nameWidth)}  ${what}`;
  });
}

/** How often a step that repeats was done, such as ` (2 of 3)`. */
const progressIn = ({ count, of }: StepView): string => (count === undefined ? '' : ` (${count} of ${of ?? '?'})`);

const MARKS = { done: '✓', failed: '✗', waiting: '…', overdue: '!' } as const;
const COLOURS = {
  done: 'green',
  completed: 'green',
  waiting: 'yellow',
  open: 'yellow',
  failed: 'red',
  overdue: 'red',
  ended: 'dim',
} as const;
