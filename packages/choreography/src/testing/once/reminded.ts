import type { SQSBatchResponse } from 'aws-lambda';
import { attempt } from './attempt.ts';
import { comparable, type Effect, withoutTimes } from './effect.ts';
import type { Fault } from './fault.ts';
import { deliver, type Subject } from './subject.ts';
import type { Workbench } from './workbench.ts';

const REQUEST = { eventId: 'only', type: 'Delivered', hops: 0, bare: false };

/** The effect of a request, and how it came about. */
export interface EffectOfOnlyOne extends Effect {
  /** The AWS calls of the request's own run, by command. */
  readonly calls: readonly string[];
  /** Whether the job counts as done. */
  readonly isCommitted: boolean;
  /** How many events were said by the run that was reminded. */
  readonly saidLate: number;
}

/**
 * The effect of one request that nobody sends again, a minute later: with what goes wrong in its run, and in the run that its job's
 * retry queue then brings a reminder; that one is repeated until it ends well, as SQS would.
 */
export async function effectOfOnlyOne(
  bench: Workbench,
  subject: Subject,
  ofRequest: readonly Fault[],
  ofReminder: readonly Fault[],
): Promise<EffectOfOnlyOne> {
  await bench.clear();
  await bench.put(await subject.given());
  await bench.forgetReminders();
  const asked = await attempt((context) => deliver(subject, REQUEST, context), ofRequest, 'asked');
  const said = [...asked.said];
  let Records = await bench.remindersOfAMinute();
  for (let faults = ofReminder; Records.length > 0; faults = []) {
    const reminded = await attempt(
      async (context) => {
        const { batchItemFailures }: SQSBatchResponse = await subject.handler({ Records }, context);
        if (batchItemFailures.length > 0) throw new Error('It comes again.');
      },
      faults,
      'reminded',
    );
    said.push(...reminded.said);
    if (reminded.ending === 'returned') Records = [];
    else if (faults.length === 0) throw reminded.error ?? new Error('The run of a reminder did not end.');
  }
  const items = await bench.items();
  return {
    state: items.map(withoutTimes),
    ...comparable(said),
    calls: asked.calls,
    saidLate: said.length - asked.said.length,
    isCommitted: items.some(({ pk, doneAt }) => pk.startsWith(`inbox#${subject.job}#`) && doneAt !== undefined),
  };
}

/** The effect of a request that never came. */
export async function effectOfNone(bench: Workbench, subject: Subject): Promise<Effect> {
  await bench.clear();
  await bench.put(await subject.given());
  return { state: (await bench.items()).map(withoutTimes), events: [], contradictions: 0 };
}
