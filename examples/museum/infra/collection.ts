import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { LoanRequested } from '../events/loan-requested.ts';
import { collection } from '../functions/collection/participant.ts';

export class CollectionStack extends ParticipantStack<typeof collection> {
  static readonly participant = collection;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, collection);
    this.job('set-works-aside', { items: { 'work#*': ['PutItem'] } }).on(LoanRequested);
  }
}
