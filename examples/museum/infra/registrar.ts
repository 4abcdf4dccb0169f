import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { registrar } from '../functions/registrar/participant.ts';

export class RegistrarStack extends ParticipantStack<typeof registrar> {
  static readonly participant = registrar;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, registrar);
    this.httpJob('request-loan');
  }
}
