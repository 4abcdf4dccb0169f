import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { contractData } from '#check/contract/contract-data.ts';
import { type Misfit, misfits } from '#check/contract/misfits.ts';
import type { Schema } from '#check/contract/schema.ts';
import { type Delivery, deliveries } from '#check/deliveries.ts';
import { type Check, finding } from '#check/finding.ts';
import { eventOf, jobName, ruleOf } from '#check/naming.ts';

/** Events whose contract promises other data than a job that hears them accepts. */
export const contractMisfit: Check = (graph) =>
  deliveries(graph).flatMap((delivery) => {
    const found = deliveryMisfits(delivery);
    const [event, job] = [eventOf(delivery.contract), jobName(delivery.job)];
    if (found.length === 0) return [];
    return [
      finding('contract-misfit', `${event} to ${job}`, {
        at: ruleOf(delivery.consumer),
        what: `The data of ${event} does not fit what ${job} accepts: ${misfitsInWords(found)}.`,
        why: 'The job refuses the event: it ends in the dead-letter queue, and what the job should do is not done.',
        remedy: `Change the contract, let ${job} accept what it promises, or route another event to it.`,
      }),
    ];
  });

/** Where an event's data, as its contract promises it, is not what a job accepts. A contract that promises nothing fits all. */
function deliveryMisfits({ contract, job }: Delivery): Misfit[] {
  const data = contractData(contract.schema);
  return data === undefined ? [] : misfits(data, asDraft2020((job.declared.accepts ?? true) as Schema));
}

export const misfitsInWords = (found: readonly Misfit[]): string =>
  found.map(({ path, why }) => `${path || 'the data as a whole'} ${why}`).join('; ');
