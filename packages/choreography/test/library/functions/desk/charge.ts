import { handle, say } from 'choreography/jobs';
import { FeesPaid } from '../../events.ts';
import { desk } from './participant.ts';

/** Who loses books pays for them. */
export const handler = handle(desk, 'charge', async ({ loan }) => ({
  writes: [],
  events: [say(FeesPaid, { member: loan.member, loans: [{ id: loan.id }] })],
}));
