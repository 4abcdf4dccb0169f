import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { frontDesk } from '../functions/front-desk/participant.ts';

export class FrontDeskStack extends ParticipantStack<typeof frontDesk> {
  static readonly participant = frontDesk;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, frontDesk);
    this.httpJob('open-repair-case');
  }
}
