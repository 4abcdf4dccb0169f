import type { EventContract } from '../../events/define-event.ts';
import { isSchemaPath } from '../../events/schema-path.ts';

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

/** The business-process view: what should happen to one order, whoever does it. */
export interface Process<Name extends string = string> {
  readonly name: string;
  readonly starts: EventContract;
  readonly steps: Readonly<Record<string, Step<Name>>>;
}

/**
 * Declares a business process. Throws at once when an event does not carry the process's business key (the `correlateBy`
 * of its start event), or when a step waits for one that does not exist.
 */
export function defineProcess<const Name extends string>(
  name: string,
  { starts, steps }: { starts: EventContract; steps: Readonly<Record<Name, Step<NoInfer<Name>>>> },
): Process<Name> {
  for (const [step, { done, failed = [], when }] of Object.entries<Step>(steps)) {
    for (const event of [...done, ...failed]) {
      if (!isSchemaPath(event.data, starts.correlateBy)) {
        throw new Error(`Process ${name}, step ${step}: ${event.type} does not carry ${starts.correlateBy}.`);
      }
    }
    if (when && !(when.step in steps)) {
      throw new Error(`Process ${name}, step ${step} waits for "${when.step}", which is no step of it.`);
    }
  }
  return Object.freeze({ name, starts, steps });
}

const MILLISECONDS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A duration in milliseconds. */
export function inMilliseconds(duration: Duration): number {
  const [count, unit = ''] = duration.split(' ');
  return Number(count) * MILLISECONDS[unit.replace(/s$/, '') as keyof typeof MILLISECONDS];
}
