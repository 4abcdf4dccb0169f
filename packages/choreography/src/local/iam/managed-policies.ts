import { AwsError } from '#local/gateway/aws-error.ts';
import { isManagedByAws } from './identity.ts';
import type { PolicyDocument } from './policy.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** Actions of AWS's own policies that roles of functions have (AWS managed policy reference guide), by name. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  PowerUserAccess: ['*'],
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': [
    ...['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    ...LOGS,
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
    ...['logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents'],
  ],
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

/** Why a policy cannot be attached; undefined if it is known, or AWS does not manage it. */
export function whyUnknownPolicy(arn: string): string | undefined {
  return isManagedByAws(arn) && !(nameIn(arn) in ACTIONS) ? unknown(arn) : undefined;
}

/** Names of the policies of AWS that are known, with their paths. */
export const managedPolicyNames = (): string[] => Object.keys(ACTIONS);

/** A policy that AWS manages, by its ARN. Throws an Error that names one that is not known here. */
export function managedPolicy(arn: string): PolicyDocument {
  const actions = ACTIONS[nameIn(arn)];
  if (!actions) throw new AwsError('NoSuchEntity', unknown(arn), 404);
  return { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}

const nameIn = (arn: string): string => arn.slice(arn.indexOf('policy/') + 'policy/'.length);

const unknown = (arn: string): string =>
  `the local runtime does not know what ${arn} allows; give the role a policy of its own with the statements that it needs`;
