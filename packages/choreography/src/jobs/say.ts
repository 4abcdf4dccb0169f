import type { EventContract, EventData } from '#contracts/define-event.ts';

/** An event that a job wants to say: what it says, before the wrapper adds the metadata. */
export interface OutgoingEvent<Contract extends EventContract = EventContract> {
  readonly contract: Contract;
  readonly data: EventData<Contract>;
}

/** Says an event: `say(BookLent, { loan })`. */
export function say<Contract extends EventContract>(
  contract: Contract,
  data: EventData<Contract>,
): OutgoingEvent<Contract> {
  return { contract, data };
}
