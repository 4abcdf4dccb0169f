import { defineParticipant } from 'choreography';
import { RepairCaseDeclined } from '../../events/repair-case-declined.ts';
import { RepairCaseOpened } from '../../events/repair-case-opened.ts';
import { RepairCaseSolved } from '../../events/repair-case-solved.ts';

export const toolRoom = defineParticipant('tool-room', {
  source: 'repair-cafe.tool-room',
  jobs: {
    'solve-repair-case': {
      accepts: RepairCaseOpened.data,
      oncePer: 'repairCaseId',
      emits: [RepairCaseSolved, RepairCaseDeclined],
    },
  },
});
