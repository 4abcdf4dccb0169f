import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { OrderDispatched } from '../events/order-dispatched.ts';
import { OrderPlaced } from '../events/order-placed.ts';
import { OrderRejected } from '../events/order-rejected.ts';
import { email } from '../functions/email/participant.ts';
import { atRateOfSes } from './rate-of-ses.ts';
import { senderOf } from './sender.ts';

export class EmailStack extends ParticipantStack<typeof email> {
  static readonly participant = email;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, email, { isBackedUp: false });
    const sends = { sendsEmailFrom: senderOf(this), ...atRateOfSes(this, Object.keys(email.jobs).length) };
    this.job('confirm-order', sends).on(OrderPlaced);
    this.job('announce-dispatch', sends).on(OrderDispatched);
    this.job('apologise', sends).on(OrderRejected);
  }
}
