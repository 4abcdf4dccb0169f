import { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import type { NamedTemplate } from '#template/template.ts';

/** What templates say of capacities and of how long something is kept, by the names of what they make. */
export interface TemplateFacts {
  readonly tables: ReadonlyMap<string, TableFacts>;
  /** Reserved concurrency by function. */
  readonly reserved: ReadonlyMap<string, number>;
  /** How many invocations at a time a queue may cause (`ScalingConfig.MaximumConcurrency`). */
  readonly fedAtMost: readonly FedAtMost[];
  /** How many mappings read queues: each polls, whether something comes or not. */
  readonly queueMappings: number;
  /** In days, undefined for ever. */
  readonly archiveDays: ReadonlyMap<string, number | undefined>;
  readonly logDays: ReadonlyMap<string, number | undefined>;
  /** How many metrics the alarms watch, each of which is billed as an alarm. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly customMetrics: number;
  readonly secrets: number;
  /** Types that cost something and are not counted, with how many there are. */
  readonly uncounted: readonly { readonly type: string; readonly count: number }[];
}

/** A function, a queue that feeds it, and the most invocations that it has from there at a time. */
export interface FedAtMost {
  readonly function: string;
  readonly queue: string;
  readonly most: number;
}

export interface TableFacts {
  /** Units a second that are paid for by the hour; undefined of a table that is paid for by the request. */
  readonly provisioned: { readonly write: number; readonly read: number } | undefined;
  /** The most that the table is let take. */
  readonly atMost: { readonly write: number | undefined; readonly read: number | undefined };
  /** What it is warmed for when it is made. */
  readonly warm: { readonly write: number; readonly read: number } | undefined;
  readonly isRecoverable: boolean;
  /** Indexes that are recovered with the table. */
  readonly localIndexes: readonly string[];
}

export function templateFacts(stacks: readonly NamedTemplate[], parameters = {}): TemplateFacts {
  const system = new System(stacks, parameters);
  const named = <Of>(type: string, property: string, of: (resource: SystemResource) => Of): Map<string, Of> =>
    new Map(system.resources(type).map((resource) => [nameOf(resource, property), of(resource)]));
  const mappings = system.resources('AWS::Lambda::EventSourceMapping');
  const alarms = system.resources('AWS::CloudWatch::Alarm');
  return {
    tables: new Map([
      ...named('AWS::DynamoDB::Table', 'TableName', tableFacts),
      ...named('AWS::DynamoDB::GlobalTable', 'TableName', tableFacts),
    ]),
    reserved: withNumbers(
      named('AWS::Lambda::Function', 'FunctionName', (one) => one.read('ReservedConcurrentExecutions')),
    ),
    fedAtMost: mappings.flatMap((one) => {
      const most = number(fields(one.read('ScalingConfig')).MaximumConcurrency);
      return most === undefined ? [] : [{ function: functionOf(system, one), queue: queueOf(system, one), most }];
    }),
    queueMappings: mappings.filter((one) => /:sqs:|Queue/.test(String(one.read('EventSourceArn')))).length,
    archiveDays: named('AWS::Events::Archive', 'ArchiveName', (one) => Number(one.read('RetentionDays')) || undefined),
    logDays: named('AWS::Logs::LogGroup', 'LogGroupName', (one) => Number(one.read('RetentionInDays')) || undefined),
    alarmMetrics: alarms.reduce((sum, one) => sum + metricsOf(one), 0),
    dashboards: system.resources('AWS::CloudWatch::Dashboard').length,
    customMetrics: system.resources('AWS::Logs::MetricFilter').length,
    secrets: system.resources('AWS::SecretsManager::Secret').length,
    uncounted: system.types
      .filter((type) => !COUNTED.test(type) && !FREE.test(type))
      .map((type) => ({ type, count: system.resources(type).length }))
      .filter(({ count }) => count > 0),
  };
}

/** What is counted where it is used, or as a fixed cost. */
const COUNTED =
  /^AWS::(DynamoDB::(Global)?Table|Lambda::|Events::|Scheduler::|Pipes::|SQS::|SNS::|SES::|Logs::(LogGroup|LogStream|MetricFilter|ResourcePolicy)|CloudWatch::(Alarm|Dashboard)|ApiGateway|SecretsManager::|Serverless::)/;
/** What costs nothing by itself. */
const FREE =
  /^(AWS::(IAM::|CloudFormation::|CDK::|SSM::Parameter|EventSchemas::(Registry|Schema)|XRay::(Group|SamplingRule)|Budgets::|Organizations::|EC2::(VPC|Subnet|SecurityGroup|RouteTable|Route|InternetGateway))|Custom::)/;

function tableFacts(table: SystemResource): TableFacts {
  const provisioned = fields(table.read('ProvisionedThroughput'));
  const most = fields(table.read('OnDemandThroughput'));
  const warm = fields(table.read('WarmThroughput'));
  const isOnDemand = table.read('BillingMode') === 'PAY_PER_REQUEST' || table.type === 'AWS::DynamoDB::GlobalTable';
  return {
    provisioned: isOnDemand
      ? undefined
      : { write: number(provisioned.WriteCapacityUnits) ?? 5, read: number(provisioned.ReadCapacityUnits) ?? 5 },
    atMost: { write: number(most.MaxWriteRequestUnits), read: number(most.MaxReadRequestUnits) },
    warm: warm.WriteUnitsPerSecond
      ? { write: number(warm.WriteUnitsPerSecond) ?? 0, read: number(warm.ReadUnitsPerSecond) ?? 0 }
      : undefined,
    isRecoverable: fields(table.read('PointInTimeRecoverySpecification')).PointInTimeRecoveryEnabled === true,
    localIndexes: [table.read('LocalSecondaryIndexes') ?? []].flat().map((index) => String(fields(index).IndexName)),
  };
}

/** "You are charged by the number of metrics of an alarm" (CloudWatch pricing): one, or those of its expression. */
function metricsOf(alarm: SystemResource): number {
  const metrics = alarm.read('Metrics');
  return Array.isArray(metrics) ? metrics.filter((each) => fields(each).MetricStat !== undefined).length : 1;
}

const fields = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>;
const number = (value: unknown): number | undefined =>
  value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
/** The name of a resource: what has none in its template is named by its stack and its id, as the local runtime does. */
function nameOf(resource: SystemResource, property: string): string {
  const name = resource.read(property);
  return typeof name === 'string' && name !== '' ? name : `${resource.template}-${resource.id}`.slice(0, 64);
}

/** The name of the function that a mapping feeds. */
function functionOf(system: System, mapping: SystemResource): string {
  const fed = system.find(mapping.read('FunctionName'), 'AWS::Lambda::Function');
  return fed ? nameOf(fed, 'FunctionName') : String(mapping.read('FunctionName'));
}

/** The name of the queue that a mapping reads. */
function queueOf(system: System, mapping: SystemResource): string {
  const read = system.find(mapping.read('EventSourceArn'), 'AWS::SQS::Queue');
  return read ? nameOf(read, 'QueueName') : (String(mapping.read('EventSourceArn')).split(':').at(-1) ?? '');
}

const withNumbers = (values: ReadonlyMap<string, unknown>): Map<string, number> =>
  new Map([...values].flatMap(([name, value]) => (number(value) === undefined ? [] : [[name, Number(value)]])));
