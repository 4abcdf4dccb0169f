import type { EventContract } from './define-event.ts';
import { processEvents } from './process-events.ts';
import { isSchemaPath } from './schema-path.ts';

/** A time span as people write it: `5 minutes`, `1 hour`. */
export type Duration = `${number} ${'second' | 'minute' | 'hour' | 'day'}${'s' | ''}`;

/** One step of a business process: the events that say it is done, or that it failed. */
export interface Step<Name extends string = string> {
  readonly done: readonly [EventContract, ...EventContract[]];
  readonly failed?: readonly EventContract[];
  /** The deadline, counted from the start of the process, or from the step named in `when`. */
  readonly within: Duration;
  /** The step is due only once another one ended so: a rejected order needs an apology, not a parcel. */
  readonly when?: { readonly step: Name; readonly is: 'done' | 'failed' };
}

/** What a process is called by those who talk about it. */
export interface ProcessWords {
  /** One run of the process, such as `order`, and several. */
  readonly instance: { readonly one: string; readonly many: string };
  /** For whom it runs: how the page calls them, and the path of their id in the events' data, by which the monitor lists. */
  readonly party?: { readonly label: string; readonly path: string };
}

/** The business-process view: what should happen to one instance, whoever does it. */
export interface Process<Name extends string = string> extends ProcessWords {
  readonly name: string;
  /** Its `correlateBy` is the business key of the process. */
  readonly starts: EventContract;
  readonly steps: Readonly<Record<Name, Step<Name>>>;
  /** What the monitor says once when every step of an instance is done. */
  readonly completed: EventContract;
  /** What the monitor says once when a step of an instance missed its deadline. */
  readonly overdue: EventContract;
}

/**
 * Declares a business process. Throws at once when an event does not carry the process's business key (the `correlateBy`
 * of its start event), when an event stands in two steps, or when steps wait for one that does not exist or for each other.
 */
export function defineProcess<const Name extends string>(
  name: string,
  {
    starts,
    instance,
    party,
    steps,
    saidBy = `${starts.source.replace(/\.?[^.]*$/, '')}.monitor`.replace(/^\./, ''),
  }: ProcessWords & {
    readonly starts: EventContract;
    readonly steps: Readonly<Record<Name, Step<NoInfer<Name>>>>;
    /** The `source` of its completed and overdue events. @default `monitor` beside the source of the start: `shop.monitor` */
    readonly saidBy?: string;
  },
): Process<Name> {
  if (party && !isSchemaPath(starts.data, party.path)) {
    throw new Error(`Process ${name}: ${starts.type} does not carry ${party.path}.`);
  }
  const known = new Map([[starts.type, 'the start']]);
  for (const [step, { done, failed = [], when }] of Object.entries<Step>(steps)) {
    for (const event of [...done, ...failed]) {
      if (!isSchemaPath(event.data, starts.correlateBy)) {
        throw new Error(`Process ${name}, step ${step}: ${event.type} does not carry ${starts.correlateBy}.`);
      }
      const other = known.get(event.type);
      if (other) throw new Error(`Process ${name}, step ${step}: ${event.type} stands for ${other} already.`);
      known.set(event.type, `step ${step}`);
    }
    if (when && !(when.step in steps)) {
      throw new Error(`Process ${name}, step ${step} waits for "${when.step}", which is no step of it.`);
    }
    if (waitsForItself(step, steps)) throw new Error(`Process ${name}, step ${step} waits for itself.`);
  }
  const own = processEvents(name, saidBy, starts.correlateBy, party?.path);
  return Object.freeze({ name, starts, instance, ...(party && { party }), steps, ...own });
}

function waitsForItself(name: string, steps: Readonly<Record<string, Step>>): boolean {
  const before = new Set<string>();
  for (let step = steps[name]?.when?.step; step && !before.has(step); step = steps[step]?.when?.step) before.add(step);
  return before.has(name);
}

/** Every event that the process waits for, its start first. */
export const eventsOf = ({ starts, steps }: Process): EventContract[] => [
  starts,
  ...Object.values<Step>(steps).flatMap(({ done, failed = [] }) => [...done, ...failed]),
];

/** Who does a step: the participant that says its event, by the last part of the source (`shop.email`: email). */
export const participantOf = ({ done: [{ source }] }: Step): string => source.split('.').at(-1) ?? source;

const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A duration in milliseconds. */
export function inMilliseconds(duration: Duration): number {
  const [count, unit = ''] = duration.split(' ');
  return Number(count) * MILLISECONDS[unit.replace(/s$/, '') as keyof typeof MILLISECONDS];
}
