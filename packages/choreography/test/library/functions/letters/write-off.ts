import { handle, say } from 'choreography/jobs';
import { LossWritten } from '../../events.ts';
import { letters } from './participant.ts';

export const handler = handle(letters, 'write-off', async ({ loan }) => ({
  writes: [],
  events: [say(LossWritten, { loan })],
}));
