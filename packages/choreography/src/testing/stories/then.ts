import type { EventContract, EventData } from '#contracts/define-event.ts';
import type { Process } from '#contracts/define-process.ts';
import { canonical } from '#jobs/once/fingerprint.ts';
import type { InstanceView } from '#monitor/api-types.ts';
import type { Bystander, HeardEvent } from './bystander.ts';
import { type DeadLetter, takeDeadLetter } from './dead-letters.ts';
import { isSettled } from './instance-view.ts';
import type { Telling } from './telling.ts';

/** What a story waits for (at most 20 seconds on the local runtime, 60 elsewhere), and looks at. */
export interface Then {
  /** The data of the first event of a contract that was said in this file's stories, and of which something holds. */
  said<Contract extends EventContract>(
    contract: Contract,
    holds?: (data: EventData<Contract>) => boolean,
  ): Promise<EventData<Contract>>;
  /** What the monitor knows of an instance of a process, by its key, once it is as expected. Personal fields are masked. */
  instance(
    process: Pick<Process, 'name'>,
    key: string,
    expected?: (view: InstanceView) => boolean,
  ): Promise<InstanceView>;
  /** The instance, once each of its steps ended, for better or worse. */
  settled(process: Pick<Process, 'name'>, key: string): Promise<InstanceView>;
  /** What a bystander heard of some types, once each was said so often: a type for each event that says something else, sorted. */
  heard(bystander: Bystander, times: number, types: readonly string[]): Promise<string[]>;
  /** The event that `participant/job` set aside; it is taken out of the job's dead-letter queue. */
  setAside(job: string, eventId: string): Promise<DeadLetter>;
  /** The present item of a participant's table; undefined if there is none. */
  item(participant: string, pk: string): Promise<Record<string, unknown> | undefined>;
}

export function thenIn({ engine, everything, until }: Telling): Then {
  const instance: Then['instance'] = async ({ name }, key, expected = () => true) => {
    const path = `/processes/${encodeURIComponent(name)}/instances/${encodeURIComponent(key)}`;
    const { body } = await until(
      `"${key}" of the process "${name}"`,
      () => engine.call('monitor/api', 'GET', path),
      (answer) => answer.status === 200 && expected(answer.body as InstanceView),
    );
    return body as InstanceView;
  };
  return {
    said: (contract, holds) => saidTo(everything, contract, holds),
    instance,
    settled: (process, key) => instance(process, key, isSettled),
    async heard(bystander, times, types) {
      const isOne = (event: HeardEvent) => types.includes(event['detail-type']);
      const count = (all: readonly HeardEvent[], type: string) =>
        all.filter((event) => event['detail-type'] === type).length;
      const heard = await bystander.hears((all) => types.every((type) => count(all, type) >= times));
      const different = new Map(heard.filter(isOne).map((event) => [canonical(event.detail), event['detail-type']]));
      return [...different.values()].sort();
    },
    setAside: (job, eventId) => takeDeadLetter(engine, job, eventId),
    item: (participant, pk) => engine.item(participant, pk),
  };
}

/** The data of the first event of a contract that a bystander heard and of which something holds, once there is one. */
export async function saidTo<Contract extends EventContract>(
  bystander: Bystander,
  { source, type, data }: Contract,
  holds: (data: EventData<Contract>) => boolean = () => true,
): Promise<EventData<Contract>> {
  const find = (heard: readonly HeardEvent[]) =>
    heard
      .filter((event) => event.source === source && event['detail-type'] === type)
      .map(({ detail }) => data.parse(detail.data) as EventData<Contract>)
      .find(holds);
  let found: EventData<Contract> | undefined;
  await bystander
    .hears((heard) => {
      found = find(heard);
      return found !== undefined;
    })
    .catch((error: Error) => {
      throw new Error(`No such ${type} was said. ${error.message}`);
    });
  return found as EventData<Contract>;
}
