import { handle } from 'choreography/jobs';
import { desk } from './participant.ts';

/** Unpacks a delivery, which leaves nothing to say. */
export const handler = handle(desk, 'unpack', async () => ({ writes: [], events: [] }));
