import { apiJob } from 'choreography/monitor';
import { monitor } from './participant.ts';

export const handler = apiJob(monitor);
