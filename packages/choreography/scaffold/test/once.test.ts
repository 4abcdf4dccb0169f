import { provesOnce } from 'choreography/testing';
import { toolRoom } from '../functions/tool-room/participant.ts';

// However often, in whatever order and with whatever crash an event comes, each job acts once.

provesOnce(toolRoom, {
  handlers: {
    'solve-repair-case': () => import('../functions/tool-room/solve-repair-case.ts'),
  },
});
