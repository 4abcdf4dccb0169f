import type { RecordedEvent } from '#monitor/api-types.ts';
import { bucketOf } from './histogram.ts';

/** An addition to the counts of a job. */
export interface Count {
  /** `participant/job`, or the participant alone outside the project. */
  readonly job: string;
  /** An event that the job said, as `SOURCE TYPE`. */
  readonly said?: string;
  /** How many events it set aside. */
  readonly failed?: number;
  /** The time from an event to what the job said about it. */
  readonly milliseconds?: number;
  /** When it said the event (ISO 8601). */
  readonly at?: string;
}

/** The sums of each job, by `participant/job`, or the participant alone outside the project. */
export type JobSums = Readonly<Record<string, Sums>>;

/** The sums of one job, without those that are zero or empty. */
export interface Sums {
  /** How often the job said each event, by `SOURCE TYPE`. */
  readonly said?: Readonly<Record<string, number>>;
  readonly failed?: number;
  /** A {@link Histogram} in milliseconds, by bucket. */
  readonly took?: Readonly<Record<string, number>>;
  readonly lastSeen?: string;
}

/** The count of an event that a job said. */
export const saying = ({ participant, job, source, type, at }: RecordedEvent): Count => ({
  job: job ? `${participant}/${job}` : participant,
  said: `${source} ${type}`,
  at,
});

/** Adds counts up. */
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

/** The most types of events that are counted of a job: more than any has, unless types are made up. */
const MAX_TYPES = 1000;

interface Growing {
  readonly said: Map<string, number>;
  readonly took: Map<string, number>;
  failed: number;
  lastSeen: string | undefined;
}

/** Adds several sums up. */
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
