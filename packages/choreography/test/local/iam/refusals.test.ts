import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListIdentitiesCommand, SESClient } from '@aws-sdk/client-ses';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessKeyOf } from '#local/iam/caller.ts';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const Role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'may-nothing' } };
  const F = aFunction('caller', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } });
  local = await aRuntime(anAssembly({ Role, F }, { caller: 'exports.handler = async () => {};' }));
});
afterAll(() => local.runtime.stop());

/** What the SDK makes of the answer to a call that the function makes. */
// biome-ignore lint/suspicious/noExplicitAny: clients of nine services, each with a command of its own
const refused = async (Client: new (access: object) => any, command: object) => {
  const credentials = { accessKeyId: accessKeyOf('caller'), secretAccessKey: 'any' };
  return new Client({ ...local.access, credentials, maxAttempts: 1 }).send(command).then(
    () => 'answered',
    ({ name, message, $metadata }: Error & { $metadata: { httpStatusCode: number } }) => ({
      ...{ name, status: $metadata.httpStatusCode },
      what: / perform:? `?(\S+?)' on resource| perform: (\S+) on resource: \S+ because no identity-based policy/
        .exec(message)
        ?.slice(1)
        .find(Boolean),
    }),
  );
};

describe('a function that may do nothing is refused in the own words of', () => {
  const role = { RoleArn: 'arn:aws:iam::000000000000:role/other', RoleSessionName: 'session' };
  it.each([
    ['EventBridge', EventBridgeClient, new ListRulesCommand({}), 'AccessDeniedException', 400, 'events:ListRules'],
    ['DynamoDB', DynamoDBClient, new ListTablesCommand({}), 'AccessDeniedException', 400, 'dynamodb:ListTables'],
    [
      ...['CloudWatch Logs', CloudWatchLogsClient, new CreateLogGroupCommand({ logGroupName: 'g' })],
      ...['AccessDeniedException', 400, 'logs:CreateLogGroup'],
    ],
    ['Lambda', LambdaClient, new ListFunctionsCommand({}), 'AccessDeniedException', 403, 'lambda:ListFunctions'],
    ['SQS', SQSClient, new ListQueuesCommand({}), 'AccessDenied', 403, 'sqs:listqueues'],
    ['SNS', SNSClient, new CreateTopicCommand({ Name: 't' }), 'AuthorizationErrorException', 403, 'SNS:CreateTopic'],
    ['SES', SESClient, new ListIdentitiesCommand({}), 'AccessDenied', 403, 'ses:ListIdentities'],
    ['STS', STSClient, new AssumeRoleCommand(role), 'AccessDenied', 403, 'sts:AssumeRole'],
    [
      ...['CloudFormation', CloudFormationClient, new DescribeStacksCommand({})],
      ...['AccessDenied', 403, 'cloudformation:DescribeStacks'],
    ],
  ] as [string, new (access: object) => unknown, object, string, number, string][])(
    '%s',
    async (_, Client, command, name, status, what) => {
      expect(await refused(Client, command)).toEqual({ name, status, what });
    },
  );
});
