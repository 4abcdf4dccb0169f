import type { Arbitrary } from 'fast-check';
import type * as z from 'zod';
import type { JobDeclaration, Participant } from '#contracts/define-participant.ts';
import { kindOf } from '#jobs/job-kind.ts';
import type { Item } from '#jobs/table/table.ts';
import { arbitraryOf } from './arbitraries.ts';
import { fc } from './fast-check.ts';
import { type DeliveryAttempt, type Effect, effectAfter, effectOf, effectOfOne, withoutTimes } from './once/effect.ts';
import { CRASHES, type Fault, faults } from './once/fault.ts';
import { effectOfNone, effectOfOnlyOne, type Mishaps } from './once/reminded.ts';
import type { AnyHandler, Subject } from './once/subject.ts';
import { aWorkbench, type Workbench } from './once/workbench.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from './peers.ts';
import { AS_LONG_AS_IT_TAKES, thorough } from './property.ts';

type Data<P extends Participant, Job extends keyof P['jobs']> = z.output<P['jobs'][Job]['accepts']>;

/** What the table holds before a job is brought to work: items, or what other jobs do when they are brought to work here. */
export type Given<Of> = (data: Of) => readonly Item[] | Promise<readonly Item[]>;

/** What `provesOnce` is given: the jobs' modules, and data and situations if any data will not do. */
export interface OnceProofs<P extends Participant> {
  /** The module of each job that acts once, by the job's name: it exports `handler`. */
  readonly handlers: { readonly [Job in keyof P['jobs']]?: () => Promise<{ readonly handler: AnyHandler }> };
  /** The data that a job is brought. @default any data that it accepts */
  readonly arbitraries?: { readonly [Job in keyof P['jobs']]?: Arbitrary<Data<P, Job>> };
  /** Situations in which a job is proved, each with its name. @default one with an empty table */
  readonly given?: { readonly [Job in keyof P['jobs']]?: Readonly<Record<string, Given<Data<P, Job>>>> };
  /** How many cases are tried of each property. @default 15 */
  readonly runs?: number;
}

/** Redelivered, said again under another id, brought by another event after the job was rerouted, put by the AWS CLI. */
const delivery = fc.record({
  eventId: fc.constantFrom('e-1', 'e-2', 'e-3'),
  type: fc.constantFrom('Delivered', 'Rerouted'),
  hops: fc.integer({ min: 0, max: 5 }),
  bare: fc.boolean(),
});
const tries: Arbitrary<DeliveryAttempt> = fc.record({ delivery, faults });
const rounds = fc.array(fc.array(tries, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

const effect = ({ state, events, contradictions }: Effect): Effect => ({ state, events, contradictions });

/**
 * Registers the tests that every job of a participant which acts once (`oncePer`) does so, run against a local runtime in
 * this process: any number of deliveries, in any order, with a crash or a fault at any AWS call, has the effect of one, and
 * changes nothing that lasts once the rest has expired; what is asked over HTTP once and never again is done and said a minute later, or not done at all; and
 * an email is sent once, but for a run that ends between SES and the record.
 */
export function provesOnce<P extends Participant>(participant: P, proofs: OnceProofs<P>): void {
  const jobs = Object.entries<JobDeclaration>(participant.jobs)
    .filter(([, { oncePer }]) => oncePer !== undefined)
    .map(([job]) => job);
  let bench: Workbench;
  beforeAll(async () => {
    bench = await aWorkbench();
  });
  afterAll(() => bench?.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    return () => vi.useRealTimers();
  });
  describe(`${participant.name} acts once`, () => {
    test('no job is left out', () => {
      expect(jobs.filter((name) => !proofs.handlers[name])).toEqual([]);
    });
    for (const job of jobs.filter((name) => proofs.handlers[name])) {
      for (const [situation, given] of situationsOf(proofs, job)) {
        const subjects = subjectsOf(participant, proofs, job, given);
        proveJob(`${job}${situation}`, { ...subjects, bench: () => bench, runs: proofs.runs ?? 15 });
      }
    }
  });
}

function situationsOf<P extends Participant>(proofs: OnceProofs<P>, job: string): [string, Given<unknown>][] {
  const situations = Object.entries<Given<never>>(proofs.given?.[job] ?? {}) as [string, Given<unknown>][];
  return situations.length === 0 ? [['', () => []]] : situations.map(([name, given]) => [` ${name}`, given]);
}

/** The job with any data. */
function subjectsOf<P extends Participant>(
  participant: P,
  proofs: OnceProofs<P>,
  job: string,
  given: Given<unknown>,
): { readonly data: Arbitrary<unknown>; readonly subject: (data: unknown) => Promise<Subject> } {
  const { accepts } = participant.jobs[job] as JobDeclaration;
  return {
    data: proofs.arbitraries?.[job] ?? arbitraryOf(accepts),
    subject: async (data) => {
      const { handler } = (await proofs.handlers[job]?.()) ?? {};
      if (!handler) throw new Error(`The module of ${participant.name}/${job} exports no handler.`);
      return { participant, job, handler, data, given: async () => given(data) };
    },
  };
}

/** A job with any data, and where it is proved. */
interface Proof extends ReturnType<typeof subjectsOf> {
  readonly bench: () => Workbench;
  readonly runs: number;
}

function proveJob(name: string, proof: Proof): void {
  const prove = (property: string, proved: (proof: Proof) => Promise<void>) =>
    test(`${name}: ${property}`, AS_LONG_AS_IT_TAKES, () => proved(proof));
  prove('any number of deliveries, in any order, with a crash at any AWS call, is as one', proveManyAreOne);
  prove(
    'once what can expire has expired, what lasts changes no more; without anything that expires, nothing is said or sent',
    proveExpiry,
  );
  prove('a crash at each AWS call in turn, and then a retry, or none over HTTP, is as one delivery', proveEachCrash);
}

const proveManyAreOne = ({ data, subject, bench, runs }: Proof): Promise<void> =>
  fc.assert(
    fc.asyncProperty(data, rounds, async (any, given) => {
      const job = await subject(any);
      const one = await effectOfOne(bench(), job);
      const many = await effectOf(bench(), job, given);
      expect(effect(many)).toEqual(effect(one));
      const inTheWindow = many.attempts.filter(({ emailed, recorded }) => emailed && !recorded).length;
      expect(many.emails).toBeGreaterThanOrEqual(one.emails);
      expect(many.emails).toBeLessThanOrEqual(one.emails + inTheWindow);
    }),
    thorough(runs),
  );

const proveExpiry = ({ data, subject, bench, runs }: Proof): Promise<void> =>
  fc.assert(
    fc.asyncProperty(data, rounds, async (any, given) => {
      const job = await subject(any);
      await effectOfOne(bench(), job);
      const before = await bench().items();
      await bench().expire();
      const lasting = await bench().items();
      const { contradictions, events, emails } = await effectAfter(bench(), job, given);
      expect(contradictions).toBe(0);
      if (lasting.length === before.length) expect({ events, emails }).toEqual({ events: [], emails: 0 });
      await bench().expire();
      expect((await bench().items()).map(withoutTimes)).toEqual(lasting.map(withoutTimes));
    }),
    thorough(Math.ceil(runs / 3)),
  );

const proveEachCrash = ({ data, subject, bench }: Proof): Promise<void> =>
  fc.assert(
    fc.asyncProperty(data, faults, fc.boolean(), async (any, ofReminder, isSplit) => {
      const job = await subject(any);
      await proveWithRetry(bench(), job);
      if (kindOf(job.handler) === 'http') await proveWithoutRetry(bench(), job, { ofReminder, isSplit });
    }),
    { ...thorough(1), numRuns: 1 },
  );

/** Ended at any of its AWS calls, it has done and said the same once it is tried again. */
async function proveWithRetry(bench: Workbench, job: Subject): Promise<void> {
  const only = { eventId: 'e-1', type: 'Delivered', hops: 0, bare: false };
  const clean = await effectOfOne(bench, job);
  const calls = clean.attempts[0]?.calls.length ?? 0;
  for (const fault of CRASHES)
    for (let call = 0; call < calls; call++) {
      const planned = [...Array<Fault>(call).fill('none'), fault];
      const told = await effectOf(bench, job, [[{ delivery: only, faults: planned }]]);
      expect({ fault, call, ...effect(told) }).toEqual({ fault, call, ...effect(clean) });
    }
}

/** Asked once and never again, it has done and said all a minute later, or nothing, whatever its run and that of the reminder ended at. */
async function proveWithoutRetry(bench: Workbench, job: Subject, later: Omit<Mishaps, 'ofRequest'>): Promise<void> {
  const none = await effectOfNone(bench, job);
  const clean = await effectOfOnlyOne(bench, job, { ...later, ofRequest: [], ofReminder: [] });
  const calls = clean.calls.length;
  // After a run that ended well there is nothing left to say.
  expect(clean).toMatchObject({ isCommitted: true, saidLate: 0 });
  for (const fault of CRASHES)
    for (let call = 0; call < calls; call++) {
      const planned = [...Array<Fault>(call).fill('none'), fault];
      const told = await effectOfOnlyOne(bench, job, { ...later, ofRequest: planned });
      const { state, events, contradictions } = told.isCommitted ? clean : none;
      const expected = { fault, at: clean.calls[call], state, events, contradictions };
      expect({ fault, at: told.calls[call], ...effect(told) }).toEqual(expected);
    }
}
