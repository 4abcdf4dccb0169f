import { Mailbox } from '../../../packages/choreography/src/simulation/world/mailbox.ts';
import type { ServiceFault } from './planted-fault.ts';

/** Faults in the simulated services. */
export const FAULTS_OF_SERVICES: readonly ServiceFault[] = [
  {
    name: 'a service itself fails on an email',
    harm() {
      const { handle } = Mailbox.prototype;
      Mailbox.prototype.handle = function (request) {
        if (request.body.includes('c-2')) throw new TypeError('Cannot read properties of undefined');
        return handle.call(this, request);
      };
      return () => {
        Mailbox.prototype.handle = handle;
      };
    },
    violates: /services themselves do not fail/,
  },
];
