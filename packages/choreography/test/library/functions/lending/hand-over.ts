import { handle, say } from 'choreography/jobs';
import { BooksCollected } from '../../events.ts';
import { lending } from './participant.ts';

export const handler = handle(lending, 'hand-over', async ({ loan }) => ({
  writes: [],
  events: [say(BooksCollected, { loan })],
}));
