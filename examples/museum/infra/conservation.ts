import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { WorkSetAside } from '../events/work-set-aside.ts';
import { conservation } from '../functions/conservation/participant.ts';

export class ConservationStack extends ParticipantStack<typeof conservation> {
  static readonly participant = conservation;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, conservation);
    this.job('examine-work', { items: { 'report#*': ['PutItem'] } }).on(WorkSetAside);
  }
}
