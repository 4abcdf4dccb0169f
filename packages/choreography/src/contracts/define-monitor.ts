import * as z from 'zod';
import type { EventContract } from './define-event.ts';
import { defineParticipant, type Participant } from './define-participant.ts';
import { eventsOfProcess, type Process } from './define-process.ts';

/** The participant that holds the business-process view: it only listens, so no other participant depends on it. */
export interface Monitor extends Participant {
  /** Every business process that it follows. An instance can go through several. */
  readonly processes: readonly [Process, ...Process[]];
  /** The contracts by which it masks personal data: of an event that has none here, it keeps the shape alone. */
  readonly contracts: readonly EventContract[];
  /** Whether what it hears can be told unmasked, of one instance at a time, to whoever is given the right. */
  readonly reveals: boolean;
}

/**
 * Declares the monitor of some processes. It is named `monitor`, and says their completed and overdue events.
 * @param contracts the events of the choreography that no process waits for: their data is shown as their contracts mask it
 * @param reveals whether it keeps a copy of events unmasked, apart, for those who are given the right to see one instance of it
 * (default: no)
 */
export function defineMonitor(
  processes: readonly [Process, ...Process[]],
  {
    contracts = [],
    reveals = false,
  }: { readonly contracts?: readonly EventContract[]; readonly reveals?: boolean } = {},
) {
  const names = processes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Error(`The monitor follows two processes "${twice}": give each a name of its own.`);
  const [first] = processes;
  const participant = defineParticipant('monitor', {
    source: first.completed.source,
    jobs: {
      record: { accepts: z.looseObject({}), emits: processes.map(({ completed }) => completed) },
      sweep: { accepts: z.looseObject({}), emits: processes.map(({ overdue }) => overdue) },
      api: { accepts: z.looseObject({}), emits: [] },
      map: { accepts: z.looseObject({}), emits: [] },
      page: { accepts: z.looseObject({}), emits: [] },
      ...(reveals && { reveal: { accepts: z.looseObject({}), emits: [] } }),
    },
  });
  const known = processes.flatMap((process) => [...eventsOfProcess(process), process.completed, process.overdue]);
  return Object.freeze({ ...participant, processes, contracts: [...new Set([...known, ...contracts])], reveals });
}
