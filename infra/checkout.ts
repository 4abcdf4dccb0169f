import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { checkout } from '../functions/checkout/participant.ts';

export class CheckoutStack extends ParticipantStack<typeof checkout> {
  static readonly participant = checkout;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, checkout, { isBackedUp: false });
    this.httpJob('place-order');
  }
}
