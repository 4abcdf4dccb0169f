import { handle, say } from 'choreography/jobs';
import { BooksPosted } from '../../events.ts';
import { post } from './participant.ts';

export const handler = handle(post, 'send', async ({ loan }) => ({
  writes: [],
  events: [say(BooksPosted, { loan })],
}));
