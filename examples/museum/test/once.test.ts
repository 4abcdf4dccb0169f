import { provesOnce } from 'choreography/testing';
import { collection } from '../functions/collection/participant.ts';
import { conservation } from '../functions/conservation/participant.ts';
import { insurance } from '../functions/insurance/participant.ts';
import { registrar } from '../functions/registrar/participant.ts';
import { studio } from '../functions/studio/participant.ts';

// However often an event comes, whenever, and with whatever crash: each job acts once.

provesOnce(registrar, {
  handlers: {
    'request-loan': () => import('../functions/registrar/request-loan.ts'),
  },
});

provesOnce(insurance, {
  handlers: {
    'insure-loan': () => import('../functions/insurance/insure-loan.ts'),
  },
});

provesOnce(collection, {
  handlers: {
    'set-works-aside': () => import('../functions/collection/set-works-aside.ts'),
  },
});

provesOnce(conservation, {
  handlers: {
    'examine-work': () => import('../functions/conservation/examine-work.ts'),
  },
});

provesOnce(studio, {
  handlers: {
    'treat-work': () => import('../functions/studio/treat-work.ts'),
  },
});
