import { recordJob } from 'choreography/monitor';
import { monitor } from './participant.ts';

export const handler = recordJob(monitor);
