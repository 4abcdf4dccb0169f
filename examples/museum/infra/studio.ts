import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { WorkFoundDamaged } from '../events/work-found-damaged.ts';
import { studio } from '../functions/studio/participant.ts';

export class StudioStack extends ParticipantStack<typeof studio> {
  static readonly participant = studio;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, studio);
    this.job('treat-work', { items: { 'work#*': ['UpdateItem'] } }).on(WorkFoundDamaged);
  }
}
