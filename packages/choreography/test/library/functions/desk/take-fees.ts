import { handle, Refusal, say } from 'choreography/jobs';
import { FeesPaid } from '../../events.ts';
import { desk } from './participant.ts';

/** Takes a new member's fees; of one whose name is Nobody it takes none. */
export const handler = handle(desk, 'take-fees', async ({ member, loans }) => {
  if (member.name === 'Nobody') throw new Refusal('Conflict', 'The member could not be charged.');
  return { writes: [], events: [say(FeesPaid, { member, loans })] };
});
