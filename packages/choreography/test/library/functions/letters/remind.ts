import { handle, say } from 'choreography/jobs';
import { ReaderReminded } from '../../events.ts';
import { letters } from './participant.ts';

export const handler = handle(letters, 'remind', async ({ loan }) => ({
  writes: [],
  events: [say(ReaderReminded, { loan })],
}));
