import { sweepJob } from 'choreography/monitor';
import { monitor } from './participant.ts';

export const handler = sweepJob(monitor);
