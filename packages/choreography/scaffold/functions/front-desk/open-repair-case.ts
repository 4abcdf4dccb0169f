import { handleHttp, say } from 'choreography/jobs';
import { RepairCaseOpened } from '../../events/repair-case-opened.ts';
import { frontDesk } from './participant.ts';

/** Takes the data of its event over HTTP (`POST /`), and says the event. */
export const handler = handleHttp(frontDesk, 'open-repair-case', async (data) => ({
  writes: [],
  events: [say(RepairCaseOpened, data)],
}));
