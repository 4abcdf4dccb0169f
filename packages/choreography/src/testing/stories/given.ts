import type { EventContract, EventData } from '#contracts/define-event.ts';
import { aBystander, type Bystander, probeOf } from './bystander.ts';
import { putDeadLetter } from './dead-letters.ts';
import { type Entry, entry } from './entry.ts';
import type { Telling } from './telling.ts';

/** What can be so before a story begins. */
export interface Given {
  /** An event was said, and a participant has kept what follows from it: the item of its table under a key is as expected. */
  kept<Contract extends EventContract>(
    contract: Contract,
    data: EventData<Contract>,
    where: { readonly participant: string; readonly pk: string },
    expected: (item: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<void>;
  /** The rules do not reach `participant/job` until the story ends, as a service is away now and then. On the local runtime alone. */
  away(job: string): Promise<void>;
  /** An event waits in the dead-letter queue of `participant/job`: the job's function set it aside, or its rule. */
  deadLetter(job: string, event: Entry, by: 'function' | 'rule'): Promise<void>;
  /** From now on a bystander hears all events of an instance on the bus, by the correlation id of their metadata. */
  bystander(key: string): Promise<Bystander>;
}

export const givenIn = ({ engine, needsLocal, afterwards, until }: Telling): Given => ({
  async kept(contract, data, { participant, pk }, expected) {
    await engine.put(entry(contract, data));
    await until(
      `The item "${pk}" of "${participant}"`,
      () => engine.item(participant, pk),
      (item) => item && expected(item),
    );
  },
  async away(job) {
    needsLocal(`lets "${job}" be away`);
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:${engine.nameOf(job)}`;
    afterwards(() => engine.askLocal('targets', { arn, available: true }));
    await engine.askLocal('targets', { arn, available: false });
  },
  deadLetter: (job, event, by) => putDeadLetter(engine, job, event, by),
  async bystander(key) {
    const pattern = { detail: { metadata: { correlationId: [key] } } };
    const bystander = await aBystander(engine, pattern, probeOf(key));
    afterwards(() => bystander.leave());
    return bystander;
  },
});
