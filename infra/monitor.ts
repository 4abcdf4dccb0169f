import * as constructs from 'choreography/constructs';
import type { Construct } from 'constructs';
import { monitor } from '../functions/monitor/participant.ts';

export class MonitorStack extends constructs.MonitorStack {
  static readonly participant = monitor;

  constructor(scope: Construct, setting: constructs.Setting) {
    super(scope, setting, monitor);
  }
}
