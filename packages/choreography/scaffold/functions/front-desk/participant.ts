import { defineParticipant } from 'choreography';
import { RepairCaseOpened } from '../../events/repair-case-opened.ts';

export const frontDesk = defineParticipant('front-desk', {
  source: 'repair-cafe.front-desk',
  jobs: {
    'open-repair-case': { accepts: RepairCaseOpened.data, oncePer: 'repairCaseId', emits: [RepairCaseOpened] },
  },
});
