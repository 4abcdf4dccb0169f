import { defineParticipant } from 'choreography';
import { asked, taken } from '../../events.ts';

const job = (i: number) => ({
  accepts: (asked[i] as (typeof asked)[number]).data,
  oncePer: 'id' as const,
  emits: [taken[i] as (typeof taken)[number]],
});

export const desk = defineParticipant('desk', {
  source: 'marked.desk',
  jobs: { 'take-0': job(0), 'take-1': job(1), 'take-2': job(2) },
});
