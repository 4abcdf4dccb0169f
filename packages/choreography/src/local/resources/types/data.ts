import { TEMPLATE_LABEL } from '#local/dynamodb/streams/streams.ts';
import { ACCOUNT, arn } from '#local/runtime/account.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const AT_REST = 'Nothing is kept at rest: the tables and queues live in memory.';
const TAGS = 'Tags say nothing that the runtime acts on.';

const TABLE = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'TimeToLiveSpecification',
  'StreamSpecification',
];

const table: ResourceType = {
  honours: TABLE.map((property) => (property === 'StreamSpecification' ? `${property}.StreamViewType` : property)),
  withoutEffect: {
    PointInTimeRecoverySpecification: AT_REST,
    SSESpecification: AT_REST,
    DeletionProtectionEnabled: AT_REST,
    ProvisionedThroughput: 'The runtime does not throttle.',
    ContributorInsightsSpecification: 'There are no metrics here.',
    Tags: TAGS,
  },
  identify: (resource) => tableIdentity(resource),
  create: async ({ properties }, { ref }, { createTable }) => {
    const given = Object.fromEntries(
      TABLE.map((property) => [property, properties[property]]).filter(([, value]) => value !== undefined),
    );
    await createTable({ ...given, ...indexes(properties), TableName: ref, BillingMode: 'PAY_PER_REQUEST' });
  },
};

/** Global indexes without their capacity, as the table is made without its own: AWS refuses it only beside `PAY_PER_REQUEST`. */
function indexes({ BillingMode, GlobalSecondaryIndexes }: Resource['properties']): object {
  if (BillingMode === 'PAY_PER_REQUEST' || !Array.isArray(GlobalSecondaryIndexes)) return {};
  return {
    GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      ...{ IndexName, KeySchema, Projection },
    })),
  };
}

function tableIdentity(resource: Resource) {
  const name = physicalName(resource, 'TableName');
  const tableArn = arn('dynamodb', `table/${name}`);
  const StreamArn = `${tableArn}/stream/${TEMPLATE_LABEL}`;
  return {
    ref: name,
    attributes: {
      Arn: tableArn,
      TableId: name,
      ...(resource.properties.StreamSpecification !== undefined && { StreamArn }),
    },
  };
}

const globalTable: ResourceType = {
  ...table,
  honours: TABLE.map((property) => (property === 'StreamSpecification' ? `${property}.StreamViewType` : property)),
  withoutEffect: {
    Replicas: 'There is one region here; what a replica adds is kept at rest or in other regions.',
    SSESpecification: AT_REST,
    WriteProvisionedThroughputSettings: 'The runtime does not throttle.',
    WriteOnDemandThroughputSettings: 'The runtime does not throttle.',
  },
};

const queue: ResourceType = {
  honours: [
    ...[
      'QueueName',
      'DelaySeconds',
      'FifoQueue',
      'ContentBasedDeduplication',
      'MaximumMessageSize',
      'MessageRetentionPeriod',
    ],
    ...['ReceiveMessageWaitTimeSeconds', 'RedrivePolicy', 'RedriveAllowPolicy', 'VisibilityTimeout'],
    ...['DeduplicationScope', 'FifoThroughputLimit'],
  ],
  withoutEffect: {
    SqsManagedSseEnabled: AT_REST,
    KmsMasterKeyId: AT_REST,
    KmsDataKeyReusePeriodSeconds: AT_REST,
    Tags: TAGS,
  },
  identify: (resource) => {
    const name = queueName(resource);
    const url = `${resource.endpoint}/${ACCOUNT}/${name}`;
    return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
  },
  create: async ({ properties }, { attributes }, { createQueue }) => {
    const {
      QueueName: _,
      SqsManagedSseEnabled,
      KmsMasterKeyId,
      KmsDataKeyReusePeriodSeconds,
      Tags,
      ...rest
    } = properties;
    // A standard queue has no attributes of FIFO queues, not even switched off.
    const { FifoQueue, ContentBasedDeduplication, ...others } = rest;
    const own = String(FifoQueue) === 'true' ? rest : others;
    const given = Object.entries(own).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    await createQueue(attributes?.QueueName ?? '', Object.fromEntries(given));
  },
};

/** The name that CloudFormation gives a FIFO queue ends so. */
function queueName(resource: Resource): string {
  const name = physicalName(resource, 'QueueName');
  const isNamed = resource.properties.QueueName !== undefined;
  return String(resource.properties.FifoQueue) === 'true' && !isNamed ? `${name.slice(0, 75)}.fifo` : name;
}

const queuePolicy: ResourceType = {
  honours: ['PolicyDocument', 'Queues'],
  identify: (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
  replaces: true,
  create: async ({ properties }, _, { setQueuePolicy }) => {
    for (const queueUrl of properties.Queues as string[])
      await setQueuePolicy(queueUrl, JSON.stringify(properties.PolicyDocument));
  },
};

export const DATA_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': globalTable,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
};
