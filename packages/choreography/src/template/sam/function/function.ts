import { eventsOfFunction } from '#template/sam/events/events.ts';
import { roleOf, roleReference } from '#template/sam/policies/role.ts';
import { isGiven } from '#template/sam/properties.ts';
import { attributesOf, getArn, made, type Resources, type SamResource, withDefaults } from '#template/sam/resources.ts';
import { publishedAlias } from './alias.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { codeOf } from './function-code.ts';
import { checkFunction } from './function-properties.ts';
import { functionUrl } from './function-url.ts';

/** Properties that only SAM knows; all others are those of `AWS::Lambda::Function`. */
const OF_SAM = [
  ...['CodeUri', 'InlineCode', 'ImageUri', 'SourceKMSKeyArn', 'Role', 'Policies', 'AssumeRolePolicyDocument'],
  ...['PermissionsBoundary', 'RolePath', 'Events', 'EventInvokeConfig', 'DeadLetterQueue', 'FunctionUrlConfig'],
  ...['AutoPublishAlias', 'AutoPublishAliasAllProperties', 'AutoPublishCodeSha256', 'DeploymentPreference'],
  ...['VersionDescription', 'VersionDeletionPolicy', 'ProvisionedConcurrencyConfig', 'CapacityProviderConfig'],
  ...['Tracing', 'PropagateTags', 'Tags'],
];

/** The function, its alias, the role that SAM makes for it, and the rules, permissions and mappings that bring it its events. */
export function serverlessFunction(sam: SamResource): Resources {
  checkFunction(sam);
  const { id, properties } = sam;
  const Code = codeOf(sam);
  const alias = publishedAlias(sam, Code);
  const called = { Ref: alias?.id ?? id };
  const arn = alias ? called : getArn(id);
  const invoke = eventInvokeConfig(sam, alias);
  const deadLetters = deadLetterQueue(sam);
  const events = eventsOfFunction(sam, { id, arn, functionName: called, kind: 'lambda' });
  const role = roleReference(
    sam,
    roleOf(sam, 'lambda.amazonaws.com', {
      managed: managedFor(sam),
      before: [...deadLetters.policies, ...invoke.policies],
      after: events.flatMap(({ policies = [] }) => policies),
      polling: events.flatMap(({ managed = [] }) => managed),
      trust: properties.AssumeRolePolicyDocument,
    }),
  );
  const lambda = made(
    sam,
    'AWS::Lambda::Function',
    {
      ...Object.fromEntries(Object.entries(properties).filter(([name]) => !OF_SAM.includes(name))),
      ...(isTraced(sam) && { TracingConfig: { Mode: properties.Tracing } }),
      ...(deadLetters.arn !== undefined && { DeadLetterConfig: { TargetArn: deadLetters.arn } }),
      CapacityProviderConfig: capacityOf(sam),
      Tags: tagsOf(sam),
      Code,
      Role: role.reference,
    },
    attributesOf(sam.resource),
  );
  // In SAM's order: `ID.DestinationQueue` is the last queue of these.
  return Object.assign(
    { [id]: lambda, ...alias?.resources },
    functionUrl(sam, called),
    invoke.resources,
    role.made,
    ...events.map(({ resources }) => resources),
  );
}

/** AWS's policies for what the function is. */
function managedFor(sam: SamResource): string[] {
  const { DurableConfig, VpcConfig } = sam.properties;
  return [
    isGiven(DurableConfig)
      ? 'service-role/AWSLambdaBasicDurableExecutionRolePolicy'
      : 'service-role/AWSLambdaBasicExecutionRole',
    ...(isTraced(sam) ? ['AWSXrayWriteOnlyAccess'] : []),
    ...(isGiven(VpcConfig) ? ['service-role/AWSLambdaVPCAccessExecutionRole'] : []),
  ];
}

const isTraced = ({ properties: { Tracing }, template }: SamResource): boolean =>
  Boolean(Tracing) && withDefaults(template, Tracing) !== 'Disabled';

function capacityOf({ properties: { CapacityProviderConfig: config } }: SamResource): unknown {
  if (!config) return undefined;
  const { Arn, PerExecutionEnvironmentMaxConcurrency, ExecutionEnvironmentMemoryGiBPerVCpu } = config;
  return {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: Arn,
      ...(PerExecutionEnvironmentMaxConcurrency !== undefined && { PerExecutionEnvironmentMaxConcurrency }),
      ...(ExecutionEnvironmentMemoryGiBPerVCpu !== undefined && { ExecutionEnvironmentMemoryGiBPerVCpu }),
    },
  };
}

/** Tags as CloudFormation has them, behind the one that SAM gives to all that it makes. */
const tagsOf = ({ properties: { Tags = {} } }: SamResource): object[] =>
  Object.entries({ 'lambda:createdBy': 'SAM', ...Tags }).map(([Key, Value]) => ({ Key, Value }));
