import { getArn } from './resources.ts';

type Parameters = Readonly<Record<string, unknown>>;
type Statement = Readonly<Record<string, unknown>>;

/** What one of SAM's policy templates allows (SAM developer guide: "Policy template list"); undefined when it is not known here. */
export const policyTemplate = (name: string, parameters: Parameters): Statement[] | undefined =>
  TEMPLATES[name]?.(parameters).map(([actions, resource]) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
  }));

const TEMPLATES: Readonly<Record<string, (parameters: Parameters) => (readonly [readonly string[], unknown])[]>> = {
  EventBridgePutEventsPolicy: ({ EventBusName }) => [[['events:PutEvents'], arn('events', 'event-bus/', EventBusName)]],
  StepFunctionsExecutionPolicy: ({ StateMachineName }) => [
    [['states:StartExecution'], arn('states', 'stateMachine:', StateMachineName)],
  ],
  LambdaInvokePolicy: ({ FunctionName }) => [
    [['lambda:InvokeFunction'], arn('lambda', 'function:', FunctionName, '*')],
  ],
  SQSSendMessagePolicy: ({ QueueName }) => [[['sqs:SendMessage*'], arn('sqs', '', QueueName)]],
  SQSPollerPolicy: ({ QueueName }) => [[POLL, arn('sqs', '', QueueName)]],
  SNSPublishMessagePolicy: ({ TopicName }) => [[['sns:Publish'], arn('sns', '', TopicName)]],
  SNSCrudPolicy: ({ TopicName }) => [[TOPIC, arn('sns', '', TopicName, '*')]],
  DynamoDBCrudPolicy: ({ TableName }) => table([...READ, ...WRITE, 'dynamodb:DeleteItem'], TableName),
  DynamoDBReadPolicy: ({ TableName }) => table(READ, TableName),
  DynamoDBWritePolicy: ({ TableName }) => table(WRITE, TableName),
  SESCrudPolicy: ({ IdentityName }) => [[MAIL, arn('ses', 'identity/', IdentityName)]],
  SESEmailTemplateCrudPolicy: () => [[['ses:SendTemplatedEmail', 'ses:SendBulkTemplatedEmail'], '*']],
  KinesisCrudPolicy: ({ StreamName }) => [
    [['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:GetRecords'], arn('kinesis', 'stream/', StreamName)],
  ],
  FirehoseWritePolicy: ({ DeliveryStreamName }) => [
    [['firehose:PutRecord', 'firehose:PutRecordBatch'], arn('firehose', 'deliverystream/', DeliveryStreamName)],
  ],
};

const POLL = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const TOPIC = [
  'sns:ListSubscriptionsByTopic',
  'sns:CreateTopic',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
  'sns:Publish',
];
const MAIL = ['ses:GetIdentityVerificationAttributes', 'ses:SendEmail', 'ses:SendRawEmail', 'ses:VerifyEmailIdentity'];
const READ = ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];

const table = (actions: readonly string[], name: unknown): (readonly [readonly string[], unknown])[] => [
  [actions, arn('dynamodb', 'table/', name)],
  [actions, arn('dynamodb', 'table/', name, '/index/*')],
];

/** The ARN of what goes by a name, which may be a reference to a queue's or topic's name or ARN. */
function arn(service: string, before: string, name: unknown, after = ''): unknown {
  if (isGetAtt(name, 'Arn')) return after === '' ? getArn(name['Fn::GetAtt'][0]) : { 'Fn::Join': ['', [name, after]] };
  const start = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${before}`;
  return { 'Fn::Sub': [`${start}\${name}${after}`, { name }] };
}

const isGetAtt = (value: unknown, attribute: string): value is { 'Fn::GetAtt': [string, string] } =>
  (value as { 'Fn::GetAtt'?: [string, string] } | undefined)?.['Fn::GetAtt']?.[1] === attribute;
