import { defineParticipant } from 'choreography';
import { WorkExamined } from '../../events/work-examined.ts';
import { WorkFoundDamaged } from '../../events/work-found-damaged.ts';
import { WorkSetAside } from '../../events/work-set-aside.ts';

export const conservation = defineParticipant('conservation', {
  source: 'museum.conservation',
  jobs: {
    'examine-work': { accepts: WorkSetAside.data, oncePer: 'line', emits: [WorkExamined, WorkFoundDamaged] },
  },
});
