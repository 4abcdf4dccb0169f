import * as z from 'zod';
import { defineParticipant, type Participant } from './define-participant.ts';
import type { Process } from './define-process.ts';

/** The participant that holds the business-process view: it only listens, so that nobody depends on it. */
export interface Monitor extends Participant {
  /** Every business process that it follows. An instance can go through several. */
  readonly processes: readonly [Process, ...Process[]];
}

/** Declares the monitor of some processes. It is named `monitor`, and says their completed and overdue events. */
export function defineMonitor(processes: readonly [Process, ...Process[]]) {
  const [{ completed }] = processes;
  const participant = defineParticipant('monitor', {
    source: completed.source,
    jobs: {
      record: { accepts: z.looseObject({}), emits: processes.map(({ completed }) => completed) },
      sweep: { accepts: z.looseObject({}), emits: processes.map(({ overdue }) => overdue) },
      api: { accepts: z.looseObject({}), emits: [] },
      map: { accepts: z.looseObject({}), emits: [] },
      page: { accepts: z.looseObject({}), emits: [] },
    },
  });
  return Object.freeze({ ...participant, processes });
}
