import { provesOnce } from 'choreography/testing';
import { frontDesk } from '../functions/front-desk/participant.ts';
import { toolRoom } from '../functions/tool-room/participant.ts';

// However often an event comes, whenever, and with whatever crash: each job acts once.

provesOnce(frontDesk, {
  handlers: {
    'open-repair-case': () => import('../functions/front-desk/open-repair-case.ts'),
  },
});

provesOnce(toolRoom, {
  handlers: {
    'solve-repair-case': () => import('../functions/tool-room/solve-repair-case.ts'),
  },
});
