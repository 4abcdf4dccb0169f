import { handleHttp, say } from 'choreography/jobs';
import { LoanRequested } from '../../events/loan-requested.ts';
import { registrar } from './participant.ts';

/** Takes a request for a loan over HTTP (`POST /`, with its id and works), and says so. */
export const handler = handleHttp(registrar, 'request-loan', async (data) => ({
  writes: [],
  events: [say(LoanRequested, data)],
}));
