import { provesOnce } from 'choreography/testing';
import { email } from '../../functions/email/participant.ts';

provesOnce(email, {
  handlers: {
    'confirm-order': () => import('../../functions/email/confirm-order.ts'),
    'announce-dispatch': () => import('../../functions/email/announce-dispatch.ts'),
    apologise: () => import('../../functions/email/apologise.ts'),
  },
});
