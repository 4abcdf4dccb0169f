import { handle, say } from 'choreography/jobs';
import { BooksLost, BooksReturned } from '../../events.ts';
import { returns } from './participant.ts';

/** Books come back, but those of a member without a name. */
export const handler = handle(returns, 'take-back', async ({ loan }) => ({
  writes: [],
  events: [say(loan.member.name === 'Nobody' ? BooksLost : BooksReturned, { loan })],
}));
