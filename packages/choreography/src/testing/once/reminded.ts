import type { Context, SQSBatchResponse } from 'aws-lambda';
import { attempt } from './attempt.ts';
import { comparable, type Effect, withoutTimes } from './effect.ts';
import type { Fault } from './fault.ts';
import { deliver, type Subject } from './subject.ts';
import type { Workbench } from './workbench.ts';

type Faults = readonly Fault[];

const REQUEST = { eventId: 'only', type: 'Delivered', hops: 0, bare: false };

/** The effect of a request, and how it came about. */
export interface EffectOfOnlyOne extends Effect {
  /** The AWS calls of the request's own run, by command. */
  readonly calls: readonly string[];
  /** Whether the job counts as done. */
  readonly isCommitted: boolean;
  /** How many events were said by runs that were reminded. */
  readonly saidLate: number;
}

/** What goes wrong when a request is made that nobody sends again. */
export interface Mishaps {
  readonly ofRequest: Faults;
  /** In the runs that are told what changed, and that are reminded of what is unsaid: each is repeated until it ends well, as Lambda and SQS do. */
  readonly ofReminder: Faults;
  /** Whether each change comes alone, so that what was said is told too late to be left out. */
  readonly isSplit: boolean;
}

/**
 * The effect of one request that nobody sends again, a minute later: its job is told by the stream of its table what changed, and by its
 * retry queue what it may have left unsaid.
 */
export async function effectOfOnlyOne(bench: Workbench, subject: Subject, mishaps: Mishaps): Promise<EffectOfOnlyOne> {
  await bench.clear();
  await bench.put(await subject.given());
  await bench.forgetReminders();
  process.env.REMINDER_QUEUES = JSON.stringify({ [subject.job]: process.env.RETRY_URL });
  const changes = await bench.watchChanges();
  const asked = await attempt((context) => deliver(subject, REQUEST, context), mishaps.ofRequest, 'asked');
  const later = async (Records: readonly object[]) => {
    const said = [];
    for (let faults = mishaps.ofReminder; ; faults = []) {
      const run = await attempt((context) => handOver(subject, Records, context), faults, 'later');
      said.push(...run.said);
      if (run.ending === 'returned') return said;
      if (faults.length === 0) throw run.error ?? new Error(`The run of a reminder ${run.ending}.`);
    }
  };
  const said = [...asked.said];
  const ofInbox = (await changes()).filter(({ dynamodb }) =>
    dynamodb?.NewImage?.pk?.S?.startsWith(`inbox#${subject.job}#`),
  );
  for (const batch of mishaps.isSplit ? ofInbox.map((each) => [each]) : [ofInbox])
    if (batch.length > 0) said.push(...(await later(batch)));
  const reminders = await bench.remindersOfAMinute();
  if (reminders.length > 0) said.push(...(await later(reminders)));
  const items = await bench.items();
  return {
    state: items.map(withoutTimes),
    ...comparable(said),
    calls: asked.calls,
    saidLate: said.length - asked.said.length,
    isCommitted: items.some(({ pk, doneAt }) => pk.startsWith(`inbox#${subject.job}#`) && doneAt !== undefined),
  };
}

/** Gives a job a batch; rejects if it comes again. */
async function handOver({ handler }: Subject, Records: readonly object[], context: Context): Promise<void> {
  const answer: SQSBatchResponse | undefined = await handler({ Records }, context);
  if (answer && answer.batchItemFailures.length > 0) throw new Error('It comes again.');
}

/** The effect of a request that never came. */
export async function effectOfNone(bench: Workbench, subject: Subject): Promise<Effect> {
  await bench.clear();
  await bench.put(await subject.given());
  return { state: (await bench.items()).map(withoutTimes), events: [], contradictions: 0 };
}
