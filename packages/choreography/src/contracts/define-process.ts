import type { Calendar } from './define-calendar.ts';
import type { EventContract } from './define-event.ts';
import type { BusinessDuration, Duration } from './duration.ts';
import { processEvents } from './process-events.ts';
import { refuseProcess } from './refuse-process.ts';

/** Defined as `true` in bundles of functions. */
declare const CHOREOGRAPHY_BUNDLE: true | undefined;

/** One step of a business process: the events that say it is done, or that it failed. */
export interface Step<Name extends string = string> {
  /** Any one of these events ends the step. */
  readonly done: readonly [EventContract, ...EventContract[]];
  readonly failed?: readonly EventContract[];
  /** How long it may take. Only an optional step needs none. */
  readonly within?: Duration | BusinessDuration;
  /** The step from whose end the deadline is counted. @default the step in `when`, else the start of the process */
  readonly after?: Name;
  /** The step is due only once another one ended so: what could not be found needs an apology, and no delivery. */
  readonly when?: { readonly step: Name; readonly is: 'done' | 'failed' };
  /** It is done once its events were said so often. @default 1 */
  readonly times?: number;
  /** It is done once its events were said for each item of an array: its path in the data of the start. */
  readonly forEach?: string;
  /** The step may happen; an instance completes without it. */
  readonly optional?: boolean;
  /** A name that steps share of which one is enough: once one is done, the others are not needed. */
  readonly oneOf?: string;
  /** The calendar of a `within` in business hours. @default the calendar of the process */
  readonly calendar?: Calendar;
}

/** What a process is called by those who talk about it. */
export interface ProcessWords {
  /** One run of the process, such as `loan`, and several. */
  readonly instance: { readonly one: string; readonly many: string };
  /** For whom it runs: how the page calls them, and the path of their id in the events' data, by which the monitor lists. */
  readonly party?: { readonly label: string; readonly path: string };
}

/** The business-process view: what should happen to one instance, whichever participant does it. */
export interface Process<Name extends string = string> extends ProcessWords {
  readonly name: string;
  readonly starts: EventContract;
  /** The path of the key in the data of its events; `[]` leads into each item of an array, and then there are several keys. */
  readonly key: string;
  /** Where events carry the key elsewhere: its path by the type of the event. */
  readonly keys: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<Name, Step<Name>>>;
  /** Events that end an instance early: no step is awaited any more. */
  readonly ends: readonly EventContract[];
  readonly calendar?: Calendar;
  /** What the monitor says once when every step of an instance is done. */
  readonly completed: EventContract;
  /** What the monitor says once when a step of an instance missed its deadline. */
  readonly overdue: EventContract;
}

/** What `defineProcess` is given: the start, the steps, and the words of those who talk about it. */
export interface ProcessDeclaration<Name extends string> extends ProcessWords {
  readonly starts: EventContract;
  /** @default the `correlateBy` of the start */
  readonly key?: string;
  /** Where events carry the key elsewhere: its path by the type of the event, such as `{ FeesPaid: 'loans[].id' }`. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<Name, Step<NoInfer<Name>>>>;
  readonly ends?: readonly EventContract[];
  /** When deadlines in business hours pass. */
  readonly calendar?: Calendar;
  /** The `source` of its completed and overdue events. @default `monitor` beside the source of the start: `library.monitor` */
  readonly saidBy?: string;
}

/**
 * Declares a business process, and makes the contracts of its completed and overdue events. Throws an error whose message
 * is one sentence if an event does not carry its key, if an event is in two places, or if a step could never become due or be late.
 */
export function defineProcess<const Name extends string>(
  name: string,
  {
    starts,
    instance,
    party,
    steps,
    calendar,
    ends = [],
    keys = {},
    key = starts.correlateBy,
    saidBy = `${starts.source.replace(/\.?[^.]*$/, '')}.monitor`.replace(/^\./, ''),
  }: ProcessDeclaration<Name>,
): Process<Name> {
  const declared = {
    name,
    starts,
    instance,
    ...(party && { party }),
    key,
    keys,
    steps,
    ends,
    ...(calendar && { calendar }),
  };
  // What is deployed was synthesized, and with that looked at: bundles do without, and are smaller.
  if (typeof CHOREOGRAPHY_BUNDLE === 'undefined') refuseProcess(declared);
  return Object.freeze({ ...declared, ...processEvents(declared, saidBy) });
}

/** Every event that the process waits for, its start first. */
export const eventsOfProcess = ({
  starts,
  steps,
  ends,
}: Pick<Process, 'starts' | 'steps' | 'ends'>): EventContract[] => [
  starts,
  ...Object.values<Step>(steps).flatMap(({ done, failed = [] }) => [...done, ...failed]),
  ...ends,
];

/** Who does a step: the participant that says its event, by the last part of the source (`library.stacks`: stacks). */
export const participantOf = ({ done: [{ source }] }: Step): string => source.split('.').at(-1) ?? source;
