import { provesOnce } from 'choreography/testing';
import { toolRoom } from '../functions/tool-room/participant.ts';

// However often an event comes, whenever, and with whatever crash: each job acts once.

provesOnce(toolRoom, {
  handlers: {
    'solve-repair-case': () => import('../functions/tool-room/solve-repair-case.ts'),
  },
});
