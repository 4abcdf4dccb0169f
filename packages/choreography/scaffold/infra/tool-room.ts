import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { RepairCaseOpened } from '../events/repair-case-opened.ts';
import { toolRoom } from '../functions/tool-room/participant.ts';

export class ToolRoomStack extends ParticipantStack<typeof toolRoom> {
  static readonly participant = toolRoom;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, toolRoom);
    this.job('solve-repair-case', { items: { hours: ['UpdateItem'] } }).on(RepairCaseOpened);
  }
}
