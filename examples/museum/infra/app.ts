import { addStacks, monitorStackOf, runChoreography } from 'choreography/constructs';
import { monitor } from '../functions/monitor/participant.ts';
import { CollectionStack } from './collection.ts';
import { ConservationStack } from './conservation.ts';
import { InsuranceStack } from './insurance.ts';
import { RegistrarStack } from './registrar.ts';
import { StudioStack } from './studio.ts';

/** Everybody who takes part. Each can be added or removed by its line: no other participant's template changes. */
const participants = [
  RegistrarStack,
  InsuranceStack,
  CollectionStack,
  ConservationStack,
  StudioStack,
  monitorStackOf(monitor),
];

runChoreography({ bus: 'museum', stacks: 'Museum', throwAwayStages: ['dev'] }, (app, setting) =>
  addStacks(app, setting, { participants }),
);
