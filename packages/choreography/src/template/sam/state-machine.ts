import { eventsOf } from './events/events.ts';
import { attributesOf, getArn, made, type Resources, type SamResource } from './resources.ts';
import { roleOf } from './role.ts';

/** The state machine, the role that SAM makes for it, and the rules that start it. */
export function stateMachine(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { Definition, DefinitionUri, DefinitionSubstitutions, Name, Type, Role, Logging, Tracing } = properties;
  const machine = made(
    sam,
    'AWS::StepFunctions::StateMachine',
    {
      ...{ DefinitionString: Definition && { 'Fn::ToJsonString': Definition }, DefinitionUri, DefinitionSubstitutions },
      ...{
        StateMachineName: Name,
        StateMachineType: Type,
        LoggingConfiguration: Logging,
        TracingConfiguration: Tracing,
      },
      RoleArn: Role ?? getArn(`${id}Role`),
    },
    attributesOf(sam.resource),
  );
  const role = Role === undefined ? roleOf(sam, 'states.amazonaws.com') : {};
  return { [id]: machine, ...role, ...eventsOf(sam, { id, arn: { Ref: id }, kind: 'states' }) };
}
