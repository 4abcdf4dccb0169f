import { handle, say } from 'choreography/jobs';
import { BookFetched } from '../../events.ts';
import { stacks } from './participant.ts';

export const handler = handle(stacks, 'fetch', async ({ loan }) => ({
  writes: [],
  events: loan.books.map(({ isbn }) => say(BookFetched, { loan, isbn })),
}));
