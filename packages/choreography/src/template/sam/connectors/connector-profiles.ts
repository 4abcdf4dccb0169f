// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.

/** What a connector lets its source do at its destination, or the other way round. */
export interface ConnectorProfile {
  /** Where it is granted: to the role of one of both, in the queue's or topic's policy, or by a permission of the function. */
  readonly in: 'source role' | 'destination role' | 'queue policy' | 'topic policy' | 'permission';
  readonly Read?: readonly Grant[];
  readonly Write?: readonly Grant[];
  /** The combinations of `Permissions` that are taken, where not all are. */
  readonly combinations?: readonly string[];
}

/** Actions on resources, with placeholders such as `%{Source.Arn}` for what is known of both ends; `service` and `source` are those of a policy. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: readonly string[];
  /** Who may do it, in a policy of a queue or topic, and by a permission. */
  readonly service?: string;
  readonly from?: string;
  readonly account?: string;
}

const TO = ['%{Destination.Arn}'];
const actions = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);
const grant = (service: string, names: string, on: readonly string[] = TO): Grant => ({
  actions: actions(service, names),
  on,
});
const write = (...Write: Grant[]): ConnectorProfile => ({ in: 'source role', Write });
const invokedBy = (service: string, from = '%{Source.Arn}', account?: string): ConnectorProfile => ({
  in: 'permission',
  Write: [{ actions: ['lambda:InvokeFunction'], on: TO, service, from, ...(account !== undefined && { account }) }],
});
const policy = (where: 'queue policy' | 'topic policy', action: string, service: string): ConnectorProfile => ({
  in: where,
  Write: [{ actions: [action], on: TO, service, from: '%{Source.Arn}' }],
});

const INVOKE = grant('lambda', 'InvokeAsync InvokeFunction');
const PUT_EVENTS = write(grant('events', 'PutEvents'));
const PUBLISH = write(grant('sns', 'Publish'));
const TABLE = [...TO, '%{Destination.Arn}/index/*'];
const TABLE_ACCESS: ConnectorProfile = {
  in: 'source role',
  Read: [grant('dynamodb', 'GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect', TABLE)],
  Write: [
    grant('dynamodb', 'PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate', TABLE),
  ],
};
const BUCKET = [...TO, '%{Destination.Arn}/*'];
const BUCKET_ACCESS: ConnectorProfile = {
  in: 'source role',
  Read: [
    grant(
      's3',
      'GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
      BUCKET,
    ),
  ],
  Write: [
    grant(
      's3',
      'AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
      BUCKET,
    ),
  ],
};
const HERE = '${AWS::Region}:${AWS::AccountId}';
const EXECUTIONS = [`arn:\${AWS::Partition}:states:${HERE}:execution:%{Destination.Name}:*`];
const SYNC_RULE = [`arn:\${AWS::Partition}:events:${HERE}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`];
const API_ROUTE = `arn:\${AWS::Partition}:execute-api:${HERE}:%{Source.ResourceId}/%{Source.Qualifier}`;

const [FUNCTION, MACHINE, RULE] = ['AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine', 'AWS::Events::Rule'];
const [QUEUE, TOPIC, BUS, BUCKET_TYPE] = [
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::Events::EventBus',
  'AWS::S3::Bucket',
];
const [TABLE_TYPE, SOURCE_OF_DATA] = ['AWS::DynamoDB::Table', 'AWS::AppSync::DataSource'];

/** What connectors may connect, by both types (SAM developer guide: "AWS SAM connector reference"). */
export const CONNECTOR_PROFILES: Readonly<Record<string, ConnectorProfile>> = {
  [`${TABLE_TYPE} ${FUNCTION}`]: {
    in: 'destination role',
    Read: [grant('dynamodb', 'DescribeStream GetRecords GetShardIterator ListStreams', ['%{Source.Arn}/stream/*'])],
  },
  [`${RULE} ${TOPIC}`]: policy('topic policy', 'sns:Publish', 'events.amazonaws.com'),
  [`${RULE} ${BUS}`]: PUT_EVENTS,
  [`${RULE} ${MACHINE}`]: write(grant('states', 'StartExecution')),
  [`${RULE} ${FUNCTION}`]: invokedBy('events.amazonaws.com'),
  [`${RULE} ${QUEUE}`]: policy('queue policy', 'sqs:SendMessage', 'events.amazonaws.com'),
  [`${FUNCTION} ${FUNCTION}`]: write(INVOKE),
  [`${FUNCTION} ${BUCKET_TYPE}`]: BUCKET_ACCESS,
  [`${FUNCTION} ${TABLE_TYPE}`]: TABLE_ACCESS,
  [`${FUNCTION} ${QUEUE}`]: {
    in: 'source role',
    Read: [grant('sqs', 'ReceiveMessage GetQueueAttributes')],
    Write: [grant('sqs', 'DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue')],
  },
  [`${FUNCTION} ${TOPIC}`]: PUBLISH,
  [`${FUNCTION} ${MACHINE}`]: {
    in: 'source role',
    Write: [grant('states', 'StartExecution StartSyncExecution'), grant('states', 'StopExecution', EXECUTIONS)],
    Read: [
      grant('states', 'DescribeStateMachine ListExecutions'),
      grant('states', 'DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', EXECUTIONS),
    ],
  },
  [`${FUNCTION} ${BUS}`]: PUT_EVENTS,
  [`${FUNCTION} AWS::Location::PlaceIndex`]: {
    in: 'source role',
    Read: [
      grant(
        'geo',
        'DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
      ),
    ],
  },
  [`AWS::ApiGatewayV2::Api ${FUNCTION}`]: invokedBy('apigateway.amazonaws.com', API_ROUTE),
  [`AWS::ApiGateway::RestApi ${FUNCTION}`]: invokedBy('apigateway.amazonaws.com', API_ROUTE),
  [`${TOPIC} ${QUEUE}`]: policy('queue policy', 'sqs:SendMessage', 'sns.amazonaws.com'),
  [`${TOPIC} ${FUNCTION}`]: invokedBy('sns.amazonaws.com'),
  [`${QUEUE} ${FUNCTION}`]: {
    in: 'destination role',
    combinations: ['Read Write'],
    Write: [grant('sqs', 'DeleteMessage', ['%{Source.Arn}'])],
    Read: [grant('sqs', 'ReceiveMessage GetQueueAttributes', ['%{Source.Arn}'])],
  },
  [`${BUCKET_TYPE} ${FUNCTION}`]: invokedBy('s3.amazonaws.com', '%{Source.Arn}', '${AWS::AccountId}'),
  [`${MACHINE} ${FUNCTION}`]: write(INVOKE),
  [`${MACHINE} ${TOPIC}`]: PUBLISH,
  [`${MACHINE} ${QUEUE}`]: write(grant('sqs', 'SendMessage')),
  [`${MACHINE} ${BUCKET_TYPE}`]: BUCKET_ACCESS,
  [`${MACHINE} ${TABLE_TYPE}`]: TABLE_ACCESS,
  [`${MACHINE} ${MACHINE}`]: {
    in: 'source role',
    combinations: ['Read', 'Read Write'],
    Read: [grant('states', 'DescribeExecution', EXECUTIONS), grant('events', 'DescribeRule', SYNC_RULE)],
    Write: [
      grant('states', 'StartExecution'),
      grant('states', 'StopExecution', EXECUTIONS),
      grant('events', 'PutTargets PutRule', SYNC_RULE),
    ],
  },
  [`${MACHINE} ${BUS}`]: PUT_EVENTS,
  [`${SOURCE_OF_DATA} ${TABLE_TYPE}`]: TABLE_ACCESS,
  [`${SOURCE_OF_DATA} ${FUNCTION}`]: write(
    grant('lambda', 'InvokeAsync InvokeFunction', [...TO, '%{Destination.Arn}:*']),
  ),
  [`${SOURCE_OF_DATA} ${BUS}`]: PUT_EVENTS,
  [`AWS::AppSync::GraphQLApi ${FUNCTION}`]: invokedBy(
    'appsync.amazonaws.com',
    `arn:\${AWS::Partition}:appsync:${HERE}:apis/%{Source.ResourceId}`,
  ),
};
