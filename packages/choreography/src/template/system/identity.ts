import { objectsIn } from '#template/document/as-object.ts';
import { ACCOUNT, localArn, REGION } from './arn.ts';

/** What `Ref` and `Fn::GetAtt` of a resource give, as far as it can be known without deploying it. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Naming {
  /** The property that holds the name. */
  readonly property: string;
  /** The ARN's service and the part before the name; undefined for what has no ARN. */
  readonly arn?: readonly [service: string, before: string];
  readonly ref: 'name' | 'arn';
}

/** How CloudFormation names the types that events pass by (CloudFormation template reference, "Return values" of each). */
const NAMING: Readonly<Record<string, Naming>> = {
  'AWS::Events::EventBus': { property: 'Name', arn: ['events', 'event-bus/'], ref: 'name' },
  'AWS::Events::ApiDestination': { property: 'Name', arn: ['events', 'api-destination/'], ref: 'name' },
  'AWS::Events::Endpoint': { property: 'Name', arn: ['events', 'endpoint/'], ref: 'name' },
  'AWS::Lambda::Function': { property: 'FunctionName', arn: ['lambda', 'function:'], ref: 'name' },
  'AWS::SNS::Topic': { property: 'TopicName', arn: ['sns', ''], ref: 'arn' },
  'AWS::StepFunctions::StateMachine': { property: 'StateMachineName', arn: ['states', 'stateMachine:'], ref: 'arn' },
  'AWS::Kinesis::Stream': { property: 'Name', arn: ['kinesis', 'stream/'], ref: 'name' },
  'AWS::KinesisFirehose::DeliveryStream': {
    property: 'DeliveryStreamName',
    arn: ['firehose', 'deliverystream/'],
    ref: 'name',
  },
  'AWS::DynamoDB::Table': { property: 'TableName', arn: ['dynamodb', 'table/'], ref: 'name' },
  'AWS::ECS::Cluster': { property: 'ClusterName', arn: ['ecs', 'cluster/'], ref: 'name' },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', arn: ['iam', 'policy'], ref: 'arn' },
  'AWS::IAM::User': { property: 'UserName', arn: ['iam', 'user'], ref: 'name' },
  'AWS::IAM::Group': { property: 'GroupName', arn: ['iam', 'group'], ref: 'name' },
  'AWS::SSM::Parameter': { property: 'Name', ref: 'name' },
  'AWS::Pipes::Pipe': { property: 'Name', arn: ['pipes', 'pipe/'], ref: 'name' },
  'AWS::Scheduler::Schedule': { property: 'Name', arn: ['scheduler', 'schedule/'], ref: 'name' },
};

/** The types whose resources others lead to by name or ARN. */
export const NAMED_TYPES: readonly string[] = [
  ...Object.keys(NAMING),
  ...['AWS::SQS::Queue', 'AWS::Logs::LogGroup', 'AWS::IAM::Role', 'AWS::Lambda::Alias', 'AWS::Lambda::Version'],
];

/**
 * Names a resource. `read` gives a property's value, evaluated; a resource without a name of its own goes by `own`, which
 * nothing else is called.
 */
export function identify(type: string, own: string, read: (property: string) => unknown): Identity {
  switch (type) {
    case 'AWS::StepFunctions::StateMachineVersion': {
      const arn = `${read('StateMachineArn')}:${own}`;
      return { ref: arn, attributes: { Arn: arn } };
    }
    case 'AWS::StepFunctions::StateMachineAlias': {
      const [route] = objectsIn(read('RoutingConfiguration') ?? read('DeploymentPreference'));
      const version = String(route?.StateMachineVersionArn);
      const arn = `${version.slice(0, version.lastIndexOf(':'))}:${nameIn(read, 'Name', own)}`;
      return { ref: arn, attributes: { Arn: arn } };
    }
    case 'AWS::SQS::Queue': {
      const name = nameIn(read, 'QueueName', own);
      const url = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`;
      return { ref: url, attributes: { Arn: localArn('sqs', name), QueueName: name, QueueUrl: url } };
    }
    case 'AWS::Events::Rule': {
      const name = nameIn(read, 'Name', own);
      const bus = busName(read('EventBusName'));
      const path = bus === 'default' ? name : `${bus}/${name}`;
      return {
        ref: bus === 'default' ? name : `${bus}|${name}`,
        attributes: { Arn: localArn('events', `rule/${path}`) },
      };
    }
    case 'AWS::Logs::LogGroup': {
      const name = nameIn(read, 'LogGroupName', own);
      return { ref: name, attributes: { Arn: localArn('logs', `log-group:${name}:*`) } };
    }
    case 'AWS::IAM::Role': {
      const name = nameIn(read, 'RoleName', own);
      const arn = localArn('iam', `role${pathOf(read)}${name}`, { region: '' });
      return { ref: name, attributes: { Arn: arn, RoleId: name } };
    }
    case 'AWS::Lambda::Alias':
    case 'AWS::Lambda::Version': {
      const of = functionArn(read('FunctionName'));
      const arn = `${of}:${type === 'AWS::Lambda::Alias' ? nameIn(read, 'Name', own) : own}`;
      return { ref: arn, attributes: { FunctionArn: of, AliasArn: arn } };
    }
  }
  const naming = NAMING[type];
  if (!naming) return { ref: own, attributes: {} };
  const name = nameIn(read, naming.property, own);
  const [service, before] = naming.arn ?? [];
  const arn =
    service === 'iam'
      ? localArn(service, `${before}${pathOf(read)}${name}`, { region: '' })
      : service && localArn(service, `${before}${name}`);
  const attributes = { [naming.property]: name, Name: name, ...(arn !== undefined && { Arn: arn, TopicArn: arn }) };
  // A stream's label is the time at which it was made (DynamoDB developer guide: "Change data capture for DynamoDB Streams").
  const stream = type === 'AWS::DynamoDB::Table' && { StreamArn: `${arn}/stream/${own}` };
  return { ref: naming.ref === 'arn' ? (arn ?? name) : name, attributes: { ...attributes, ...stream } };
}

/** The name in a property, or `own`. */
function nameIn(read: (property: string) => unknown, property: string, own: string): string {
  const name = read(property);
  return typeof name === 'string' && name !== '' ? name : own;
}

/** The IAM path of a resource. */
function pathOf(read: (property: string) => unknown): string {
  const path = read('Path');
  return typeof path === 'string' ? path : '/';
}

/** The name in a bus's name or ARN; no bus is the default one. */
export function busName(bus: unknown): string {
  const text = typeof bus === 'string' && bus !== '' ? bus : 'default';
  return text.startsWith('arn:') ? text.slice(text.indexOf('/') + 1) : text;
}

/** A bus of another account or region than one of the same name, such as `eu-west-1:111122223333:default`. */
export const busNameElsewhere = (arn: string): string => `${arn.split(':').slice(3, 5).join(':')}:${busName(arn)}`;

const functionArn = (reference: unknown): string =>
  String(reference).startsWith('arn:') ? String(reference) : localArn('lambda', `function:${reference}`);
