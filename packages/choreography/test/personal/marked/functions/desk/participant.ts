import { defineParticipant } from 'choreography';
import { asked, taken } from '../../events.ts';

export const desk = defineParticipant('desk', {
  source: 'marked.desk',
  // A function a contract: `take-0.ts` and so on are written beside it.
  jobs: Object.fromEntries(
    asked.map(({ data }, i) => [
      `take-${i}`,
      { accepts: data, oncePer: 'id' as const, emits: [taken[i] as (typeof taken)[number]] },
    ]),
  ),
});
