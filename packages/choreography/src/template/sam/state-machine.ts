import { eventsOfFunction } from './events/events.ts';
import { roleOf } from './policies/role.ts';
import { isGiven, type PropertyKinds } from './properties.ts';
import { refuse } from './refusal.ts';
import { attributesOf, getArn, made, type Resources, type SamResource } from './resources.ts';

export const STATE_MACHINE_PROPERTIES: PropertyKinds = {
  Definition: 'map',
  DefinitionUri: 'text|map',
  DefinitionSubstitutions: 'map',
  Name: 'text',
  Type: 'text',
  Logging: 'map',
  Tracing: 'map',
  Role: 'text',
  RolePath: 'any',
  Policies: 'text|items',
  Events: 'maps',
  Tags: 'map',
  PropagateTags: 'flag',
  PermissionsBoundary: 'text',
  AutoPublishAlias: 'any',
  DeploymentPreference: 'any',
  UseAliasAsEventTarget: 'flag=',
};

/** The state machine, its alias, the role that SAM makes for it, and the rules that start it. */
export function stateMachine(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { Name, Type, Role, Policies, Logging, Tracing, UseAliasAsEventTarget } = properties;
  if (Role && isGiven(Policies))
    refuse(id, "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them");
  const machine = made(
    sam,
    'AWS::StepFunctions::StateMachine',
    {
      ...definitionOf(sam),
      StateMachineName: Name,
      StateMachineType: Type,
      LoggingConfiguration: Logging,
      TracingConfiguration: Tracing,
      RoleArn: Role || getArn(`${id}Role`),
    },
    attributesOf(sam.resource),
  );
  const managed = Tracing?.Enabled === true ? ['AWSXrayWriteOnlyAccess'] : [];
  const alias = aliasOf(sam);
  const arn = { Ref: UseAliasAsEventTarget && alias.id !== undefined ? alias.id : id };
  return Object.assign(
    { [id]: machine, ...(!Role && roleOf(sam, 'states.amazonaws.com', { managed: [], polling: managed })) },
    alias.resources,
    ...eventsOfFunction(sam, { id, arn, functionName: arn, kind: 'states' }).map(({ resources }) => resources),
  );
}

function definitionOf({ id, properties }: SamResource): Record<string, unknown> {
  const { Definition, DefinitionUri, DefinitionSubstitutions } = properties;
  if (isGiven(Definition) && isGiven(DefinitionUri))
    refuse(id, "Specify either 'Definition' or 'DefinitionUri' property and not both.");
  if (!isGiven(Definition) && !isGiven(DefinitionUri))
    refuse(id, "Either 'Definition' or 'DefinitionUri' property must be specified.");
  return {
    DefinitionString: Definition && { 'Fn::ToJsonString': Definition },
    DefinitionUri,
    DefinitionSubstitutions,
  };
}

/** The version that is published of every change, and the alias that leads to it. */
function aliasOf(sam: SamResource): { readonly id?: string; readonly resources: Resources } {
  const { id, properties } = sam;
  const { AutoPublishAlias, DeploymentPreference, UseAliasAsEventTarget } = properties;
  if (!AutoPublishAlias) {
    if (UseAliasAsEventTarget)
      refuse(id, "'UseAliasAsEventTarget' requires 'AutoPublishAlias' property to be specified.");
    if (DeploymentPreference)
      refuse(id, "'DeploymentPreference' requires 'AutoPublishAlias' property to be specified.");
    return { resources: {} };
  }
  const [versionId, aliasId] = [`${id}Version`, `${id}Alias${AutoPublishAlias}`];
  const version = made(sam, 'AWS::StepFunctions::StateMachineVersion', {
    StateMachineArn: { Ref: id },
    StateMachineRevisionId: { 'Fn::GetAtt': [id, 'StateMachineRevisionId'] },
  });
  const alias = made(sam, 'AWS::StepFunctions::StateMachineAlias', {
    Name: AutoPublishAlias,
    DeploymentPreference: { Type: 'ALL_AT_ONCE', ...DeploymentPreference, StateMachineVersionArn: { Ref: versionId } },
  });
  return { id: aliasId, resources: { [versionId]: version, [aliasId]: alias } };
}
