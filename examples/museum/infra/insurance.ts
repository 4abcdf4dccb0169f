import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { LoanRequested } from '../events/loan-requested.ts';
import { insurance } from '../functions/insurance/participant.ts';

export class InsuranceStack extends ParticipantStack<typeof insurance> {
  static readonly participant = insurance;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, insurance);
    this.job('insure-loan', { items: { insured: ['UpdateItem'] } }).on(LoanRequested);
  }
}
