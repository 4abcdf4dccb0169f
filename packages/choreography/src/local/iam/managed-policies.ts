import { AwsError } from '#local/gateway/aws-error.ts';
import type { PolicyDocument } from './policy.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** Actions of AWS's own policies that roles of functions have (AWS managed policy reference guide), by name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  PowerUserAccess: ['*'],
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    ...LOGS,
  ],
  'service-role/AWSLambdaKinesisExecutionRole': [
    ...['kinesis:Describe*', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:List*'],
    ...['kinesis:SubscribeToShard', ...LOGS],
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    ...LOGS,
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [...LOGS, 'ec2:*NetworkInterface*', 'ec2:*PrivateIpAddresses'],
  AWSXRayDaemonWriteAccess: ['xray:*'],
  AWSXrayWriteOnlyAccess: ['xray:*'],
  CloudWatchLambdaInsightsExecutionRolePolicy: LOGS,
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AmazonDynamoDBReadOnlyAccess: [
    'dynamodb:BatchGet*',
    'dynamodb:Describe*',
    'dynamodb:Get*',
    'dynamodb:List*',
    'dynamodb:Query',
    'dynamodb:Scan',
  ],
  AmazonEventBridgeFullAccess: ['events:*', 'schemas:*', 'scheduler:*', 'pipes:*'],
  AmazonSESFullAccess: ['ses:*'],
  AmazonSNSFullAccess: ['sns:*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AWSLambda_FullAccess: ['lambda:*'],
  CloudWatchLogsFullAccess: ['logs:*'],
};

/** Names of the policies of AWS that are known, with their paths. */
export const managedPolicyNames = (): string[] => Object.keys(ACTIONS);

/** A policy that AWS manages, by its ARN. Throws an Error that names one that is not known here. */
export function managedPolicy(arn: string): PolicyDocument {
  const name = arn.slice(arn.indexOf('policy/') + 'policy/'.length);
  const actions = ACTIONS[name];
  if (!actions)
    throw new AwsError(
      'NoSuchEntity',
      `the local runtime does not know what ${arn} allows; give the role a policy of its own with the statements that it needs`,
      404,
    );
  return { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}
