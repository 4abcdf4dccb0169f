import { addStacks, monitorStackOf, runChoreography } from 'choreography/constructs';
import { monitor } from '../functions/monitor/participant.ts';
import { FrontDeskStack } from './front-desk.ts';
import { ToolRoomStack } from './tool-room.ts';

/** Everybody who takes part. Each can be added or removed by its line: no other participant's template changes. */
const participants = [FrontDeskStack, ToolRoomStack, monitorStackOf(monitor)];

runChoreography({ bus: 'repair-cafe', stacks: 'RepairCafe', throwAwayStages: ['dev'] }, (app, setting) =>
  addStacks(app, setting, { participants }),
);
