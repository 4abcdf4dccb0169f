// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { isObject, objectsIn } from '#template/document/as-object.ts';
import { isIntrinsic } from '#template/sam/intrinsic.ts';
import { refuse } from '#template/sam/refusal.ts';
import { made } from '#template/sam/resources.ts';
import { type EventType, eventName, type SamEvent } from './event.ts';

/** What SAM lets the function's role do for its events that are polled: policies of AWS, by the event's type. */
export const POLLING_POLICIES: Readonly<Record<string, string>> = {
  SQS: 'service-role/AWSLambdaSQSQueueExecutionRole',
  Kinesis: 'service-role/AWSLambdaKinesisExecutionRole',
  DynamoDB: 'service-role/AWSLambdaDynamoDBExecutionRole',
  MSK: 'service-role/AWSLambdaMSKExecutionRole',
};

/** The property that names what is polled, by the event's type. */
const SOURCE: Readonly<Record<string, string>> = {
  SQS: 'Queue',
  Kinesis: 'Stream',
  DynamoDB: 'Stream',
  MSK: 'Stream',
  MQ: 'Broker',
  DocumentDB: 'Cluster',
};

/** Properties that only SAM knows; all others are those of `AWS::Lambda::EventSourceMapping`. */
const OF_SAM = [
  ...['SecretsManagerKmsKeyId', 'DynamicPolicyName', 'KafkaBootstrapServers', 'ConsumerGroupId'],
  ...['SchemaRegistryConfig', 'DatabaseName', 'CollectionName', 'FullDocument'],
];

/** `SQS`, `Kinesis`, `DynamoDB`, …: Lambda polls a source, through an event source mapping. */
export const polled: EventType = (event) => {
  const { sam, target, type, id, properties } = event;
  const source = SOURCE[type] ?? '';
  const { [source]: arn, ...given } = properties;
  checkFilters(event);
  const settings = Object.fromEntries(Object.entries(given).filter(([name]) => !OF_SAM.includes(name)));
  const { config, policies } = failureDestination(event);
  const managed = POLLING_POLICIES[type];
  return {
    resources: {
      [id]: made(sam, 'AWS::Lambda::EventSourceMapping', {
        ...settings,
        EventSourceArn: arn,
        FunctionName: target.functionName,
        DestinationConfig: config,
        ...sourceConfig(event),
      }),
    },
    managed: managed === undefined ? [] : [managed],
    policies: [...secretsPolicy(event), ...policies],
  };
};

const FILTERED = ['DocumentDB', 'DynamoDB', 'Kinesis', 'MQ', 'MSK', 'SelfManagedKafka', 'SQS'];

function checkFilters(event: SamEvent): void {
  const { FilterCriteria } = event.properties;
  if (!FilterCriteria || isIntrinsic(FilterCriteria)) return;
  if (!FILTERED.includes(event.type))
    refuse(eventName(event), `FilterCriteria is only available for ${FILTERED.join(', ')} events.`);
  if (!['', 'Filters'].includes(Object.keys(FilterCriteria).join()))
    refuse(eventName(event), 'FilterCriteria field has a wrong format');
}

/** `OnFailure`, without the `Type` from which SAM derives the role's permissions. */
function failureDestination(event: SamEvent): { config: unknown; policies: object[] } {
  const { DestinationConfig } = event.properties;
  if (!DestinationConfig || Object.keys(DestinationConfig).length === 0) return { config: undefined, policies: [] };
  const { OnFailure } = DestinationConfig;
  if (!isObject(OnFailure)) return refuse(eventName(event), "Property 'DestinationConfig.OnFailure' should be a map.");
  const { Type, ...destination } = OnFailure;
  const config = { ...DestinationConfig, OnFailure: Type ? destination : OnFailure };
  if (!Type || Type === 'Kafka') return { config, policies: [] };
  const arn = destination.Destination;
  const allow = (Action: string, Resource: unknown) => ({ Action, Effect: 'Allow', Resource });
  const grants: Readonly<Record<string, object[]>> = {
    SQS: [allow('sqs:SendMessage', arn)],
    SNS: [allow('sns:publish', arn)],
    S3: [allow('s3:PutObject', { 'Fn::Join': ['/', [arn, '*']] }), allow('s3:ListBucket', arn)],
  };
  const Statement = grants[String(Type)];
  if (!Statement)
    return refuse(eventName(event), "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'");
  return { config, policies: [{ PolicyName: `${event.id}${Type}Policy`, PolicyDocument: { Statement } }] };
}

/** What only some sources have. */
function sourceConfig(event: SamEvent): Record<string, unknown> {
  const { type, properties } = event;
  const { KafkaBootstrapServers, ConsumerGroupId, SchemaRegistryConfig } = properties;
  const { DatabaseName, CollectionName, FullDocument } = properties;
  if (ConsumerGroupId && type !== 'MSK' && type !== 'SelfManagedKafka')
    refuse(eventName(event), `Property ConsumerGroupId not defined for resource of type ${type}.`);
  const kafka = { ...(ConsumerGroupId && { ConsumerGroupId }), ...(SchemaRegistryConfig && { SchemaRegistryConfig }) };
  const isKafka = Object.keys(kafka).length > 0;
  return {
    ...(KafkaBootstrapServers && { SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers } } }),
    ...(isKafka && type === 'MSK' && { AmazonManagedKafkaEventSourceConfig: kafka }),
    ...(isKafka && type === 'SelfManagedKafka' && { SelfManagedKafkaEventSourceConfig: kafka }),
    ...(type === 'DocumentDB' && {
      DocumentDBEventSourceConfig: {
        DatabaseName,
        ...(CollectionName && { CollectionName }),
        ...(FullDocument && { FullDocument }),
      },
    }),
  };
}

/** Brokers, Kafka and DocumentDB are reached with secrets, which the role may read. */
function secretsPolicy({ type, id, properties }: SamEvent): object[] {
  if (type in POLLING_POLICIES && type !== 'MSK') return [];
  const { SourceAccessConfigurations, SecretsManagerKmsKeyId } = properties;
  const secrets = objectsIn(SourceAccessConfigurations ?? [])
    .filter(({ Type }) => /AUTH$|CERTIFICATE$/.test(String(Type)))
    .flatMap(({ URI }) => (URI ? [{ Action: ['secretsmanager:GetSecretValue'], Effect: 'Allow', Resource: URI }] : []));
  const key = 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/';
  const decrypt = SecretsManagerKmsKeyId
    ? [{ Action: ['kms:Decrypt'], Effect: 'Allow', Resource: { 'Fn::Sub': `${key}${SecretsManagerKmsKeyId}` } }]
    : [];
  const Statement = [...secrets, ...decrypt];
  return Statement.length > 0 ? [{ PolicyName: `${id}SourcePolicy`, PolicyDocument: { Statement } }] : [];
}
