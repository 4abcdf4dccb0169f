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
  /** The ARN up to the name, or in IAM up to the path; undefined for what has no ARN. */
  readonly arn?: string;
  readonly hasPath?: boolean;
  readonly ref: 'name' | 'arn';
}

/** How CloudFormation names the types that events pass by (CloudFormation template reference, "Return values" of each). */
const NAMING: Readonly<Record<string, Naming>> = {
  'AWS::Events::EventBus': { property: 'Name', arn: localArn('events', 'event-bus/'), ref: 'name' },
  'AWS::Events::ApiDestination': { property: 'Name', arn: localArn('events', 'api-destination/'), ref: 'name' },
  'AWS::Events::Endpoint': { property: 'Name', arn: localArn('events', 'endpoint/'), ref: 'name' },
  'AWS::Lambda::Function': { property: 'FunctionName', arn: localArn('lambda', 'function:'), ref: 'name' },
  'AWS::SNS::Topic': { property: 'TopicName', arn: localArn('sns', ''), ref: 'arn' },
  'AWS::StepFunctions::StateMachine': {
    property: 'StateMachineName',
    arn: localArn('states', 'stateMachine:'),
    ref: 'arn',
  },
  'AWS::Kinesis::Stream': { property: 'Name', arn: localArn('kinesis', 'stream/'), ref: 'name' },
  'AWS::KinesisFirehose::DeliveryStream': {
    property: 'DeliveryStreamName',
    arn: localArn('firehose', 'deliverystream/'),
    ref: 'name',
  },
  'AWS::DynamoDB::Table': { property: 'TableName', arn: localArn('dynamodb', 'table/'), ref: 'name' },
  'AWS::ECS::Cluster': { property: 'ClusterName', arn: localArn('ecs', 'cluster/'), ref: 'name' },
  'AWS::IAM::ManagedPolicy': {
    property: 'ManagedPolicyName',
    arn: localArn('iam', 'policy', { region: '' }),
    hasPath: true,
    ref: 'arn',
  },
  'AWS::IAM::User': { property: 'UserName', arn: localArn('iam', 'user', { region: '' }), hasPath: true, ref: 'name' },
  'AWS::IAM::Group': {
    property: 'GroupName',
    arn: localArn('iam', 'group', { region: '' }),
    hasPath: true,
    ref: 'name',
  },
  'AWS::SSM::Parameter': { property: 'Name', ref: 'name' },
  'AWS::Pipes::Pipe': { property: 'Name', arn: localArn('pipes', 'pipe/'), ref: 'name' },
  'AWS::Scheduler::Schedule': { property: 'Name', arn: localArn('scheduler', 'schedule/'), ref: 'name' },
};

/** What the ARNs of some types, and the URLs of queues, begin with. */
const QUEUE = localArn('sqs', '');
const QUEUES = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/`;
const RULE = localArn('events', 'rule/');
const ROLE = localArn('iam', 'role', { region: '' });

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
      const url = QUEUES + name;
      return { ref: url, attributes: { Arn: QUEUE + name, QueueName: name, QueueUrl: url } };
    }
    case 'AWS::Events::Rule': {
      const name = nameIn(read, 'Name', own);
      const bus = busName(read('EventBusName'));
      const path = bus === 'default' ? name : `${bus}/${name}`;
      return {
        ref: bus === 'default' ? name : `${bus}|${name}`,
        attributes: { Arn: RULE + path },
      };
    }
    case 'AWS::Logs::LogGroup': {
      const name = nameIn(read, 'LogGroupName', own);
      return { ref: name, attributes: { Arn: localArn('logs', `log-group:${name}:*`) } };
    }
    case 'AWS::IAM::Role': {
      const name = nameIn(read, 'RoleName', own);
      const arn = ROLE + pathOf(read) + name;
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
  const arn = naming.arn === undefined ? undefined : `${naming.arn}${naming.hasPath ? pathOf(read) : ''}${name}`;
  const attributes: Record<string, string> =
    arn === undefined ? { Name: name } : { Name: name, Arn: arn, TopicArn: arn };
  attributes[naming.property] = name;
  // A stream's label is the time at which it was made (DynamoDB developer guide: "Change data capture for DynamoDB Streams").
  if (type === 'AWS::DynamoDB::Table') attributes.StreamArn = `${arn}/stream/${own}`;
  return { ref: naming.ref === 'arn' ? (arn ?? name) : name, attributes };
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
