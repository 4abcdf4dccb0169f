import { defineParticipant } from 'choreography';
import { WorkFoundDamaged } from '../../events/work-found-damaged.ts';
import { WorkTreated } from '../../events/work-treated.ts';

export const studio = defineParticipant('studio', {
  source: 'museum.studio',
  jobs: {
    'treat-work': { accepts: WorkFoundDamaged.data, oncePer: 'line', emits: [WorkTreated] },
  },
});
