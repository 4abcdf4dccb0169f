import type { Construct } from 'constructs';
import { checkout } from '../functions/checkout/participant.ts';
import { ParticipantStack } from './participant-stack.ts';
import type { Setting } from './setting.ts';

export class CheckoutStack extends ParticipantStack<typeof checkout> {
  static readonly participant = checkout;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, checkout);
    this.httpJob('place-order');
  }
}
