import type { RecordedEvent } from '#monitor/api-types.ts';
import { bucketOf } from './histogram.ts';

/** One thing to count. */
export interface Count {
  readonly job: string;
  readonly said?: string;
  readonly failed?: number;
  readonly milliseconds?: number;
  readonly at?: string;
}

/** What was counted of each job, by `participant/job`, or the participant alone outside the project. */
export type JobSums = Readonly<Record<string, Sums>>;

/** A part is left out when there is nothing in it. */
export interface Sums {
  /** How often the job said each event, by `SOURCE TYPE`. */
  readonly said?: Readonly<Record<string, number>>;
  readonly failed?: number;
  /** A {@link Histogram} in milliseconds, by bucket. */
  readonly took?: Readonly<Record<string, number>>;
  readonly lastSeen?: string;
}

/** That a job said an event. */
export const saying = ({ participant, job, source, type, at }: RecordedEvent): Count => ({
  job: job ? `${participant}/${job}` : participant,
  said: `${source} ${type}`,
  at,
});

/** Counts as sums. */
export const summed = (counts: readonly Count[]): JobSums =>
  together(
    counts.map(({ job, said, failed, milliseconds, at }) => ({
      [job]: {
        ...(said !== undefined && { said: { [said]: 1 } }),
        ...(failed && { failed }),
        ...(milliseconds !== undefined && { took: { [bucketOf(milliseconds)]: 1 } }),
        ...(at !== undefined && { lastSeen: at }),
      },
    })),
  );

/** Types are few, unless somebody makes them up: so many are counted of a job. */
const MAX_TYPES = 1000;

interface Growing {
  readonly said: Map<string, number>;
  readonly took: Map<string, number>;
  failed: number;
  lastSeen: string | undefined;
}

/** Several sums as one. */
export function together(all: readonly JobSums[]): JobSums {
  const byJob = new Map<string, Growing>();
  for (const [job, { said = {}, failed = 0, took = {}, lastSeen }] of all.flatMap((sums) => Object.entries(sums))) {
    const sum = byJob.get(job) ?? { said: new Map(), took: new Map(), failed: 0, lastSeen: undefined };
    byJob.set(job, sum);
    for (const [name, n] of Object.entries(said))
      if (sum.said.has(name) || sum.said.size < MAX_TYPES) sum.said.set(name, (sum.said.get(name) ?? 0) + n);
    for (const [bucket, n] of Object.entries(took)) sum.took.set(bucket, (sum.took.get(bucket) ?? 0) + n);
    sum.failed += failed;
    if (lastSeen !== undefined && (sum.lastSeen === undefined || sum.lastSeen < lastSeen)) sum.lastSeen = lastSeen;
  }
  return Object.fromEntries(
    [...byJob].map(([job, { said, took, failed, lastSeen }]) => [
      job,
      {
        ...(said.size > 0 && { said: Object.fromEntries(said) }),
        ...(failed > 0 && { failed }),
        ...(took.size > 0 && { took: Object.fromEntries(took) }),
        ...(lastSeen !== undefined && { lastSeen }),
      },
    ]),
  );
}
