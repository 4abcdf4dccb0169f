import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { OrderDispatched } from '../events/order-dispatched.ts';
import { OrderPlaced } from '../events/order-placed.ts';
import { OrderRejected } from '../events/order-rejected.ts';
import { email } from '../functions/email/participant.ts';
import { emailRates } from './email-rates.ts';
import { senderOf } from './sender.ts';

export class EmailStack extends ParticipantStack<typeof email> {
  static readonly participant = email;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, email, { isBackedUp: false });
    const sendsEmailFrom = senderOf(this);
    const rates = emailRates(this);
    const emailing = (job: keyof typeof email.jobs) =>
      this.job(job, { sendsEmailFrom, ...(rates && { buffered: { perSecond: rates[job] } }) });
    emailing('confirm-order').on(OrderPlaced);
    emailing('announce-dispatch').on(OrderDispatched);
    emailing('apologise').on(OrderRejected);
  }
}
