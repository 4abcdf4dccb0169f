import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { linesOf } from '#cli/logs/lines-of.ts';
import { ACCOUNT, type Aws, REGION } from '../aws.ts';
import { aBus, anEntry, aRuleTo, put } from '../given/a-bus.ts';
import { invoke } from '../given/a-function.ts';
import { linesIn } from '../given/log-lines.ts';
import { api, guide } from '../reference.ts';
import { refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';
import { NEEDS_DOCKER } from './lambda-invoke.ts';

/** A log group; its name. */
async function aLogGroup(aws: Aws, prefix = '/story/'): Promise<string> {
  const logGroupName = `${prefix}${aws.unique('group')}`;
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName }));
  aws.afterwards(() => aws.logs.send(new DeleteLogGroupCommand({ logGroupName })));
  return logGroupName;
}

/** Lets EventBridge write to a log group (EventBridge user guide: "CloudWatch Logs permissions"). */
async function letEventsWrite(aws: Aws, logGroupName: string): Promise<void> {
  const policyName = aws.unique('policy');
  const Statement = {
    ...{ Effect: 'Allow', Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] } },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroupName}:*`,
  };
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await aws.logs.send(new PutResourcePolicyCommand({ policyName, policyDocument }));
  aws.afterwards(() => aws.logs.send(new DeleteResourcePolicyCommand({ policyName })));
}

const says = (aws: Aws, logGroupName: string, logStreamName: string, ...messages: string[]) =>
  aws.logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: messages.map((message, at) => ({ message, timestamp: Date.now() + at })),
    }),
  );

/** Two invocations, as Lambda logs them: the first names `l-1` in its second line alone. */
const [FIRST, SECOND] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const INVOCATIONS = [
  `START RequestId: ${FIRST} Version: $LATEST`,
  `2026-11-30T12:00:00.000Z\t${FIRST}\tINFO\tlooking`,
  `2026-11-30T12:00:00.001Z\t${FIRST}\tINFO\tloan l-1`,
  `{"timestamp":"2026-11-30T12:00:00.002Z","level":"INFO","requestId":"${FIRST}","message":"done"}`,
  `START RequestId: ${SECOND} Version: $LATEST`,
  `2026-11-30T12:00:00.003Z\t${SECOND}\tINFO\tloan l-2`,
];

export const LOGS = storiesOf('CloudWatch Logs', [
  {
    name: 'All lines of the invocations that name an instance are found by its key',
    reference: api('CloudWatch Logs', 'FilterLogEvents'),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws, '/aws/lambda/');
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'environment' }));
      await says(aws, logGroupName, 'environment', ...INVOCATIONS);
      // By the calls of `choreography logs` and `trace --logs`.
      const of = async (key: string) => (await linesOf(aws.logs, logGroupName, 0, key)).map(({ message }) => message);
      return { first: (await of('l-1')).map((line) => INVOCATIONS.indexOf(line)), nobody: await of('l-3') };
    },
    expected: { first: [0, 1, 2, 3], nobody: [] },
  },
  {
    name: 'Lines are put to a stream and read in their order',
    reference: api('CloudWatch Logs', 'GetLogEvents'),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'stream' }));
      await says(aws, logGroupName, 'stream', 'first', 'second');
      const { events } = await aws.logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName: 'stream', startFromHead: true }),
      );
      return events?.map(({ message }) => message);
    },
    expected: ['first', 'second'],
  },
  {
    name: 'Lines are found by a text, in every stream of the group',
    reference: api('CloudWatch Logs', 'FilterLogEvents'),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      for (const logStreamName of ['one', 'two']) {
        await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        await says(aws, logGroupName, logStreamName, `ERROR in ${logStreamName}`, 'all is well');
      }
      return (await linesIn(aws, logGroupName, 2, 'ERROR')).sort();
    },
    expected: ['ERROR in one', 'ERROR in two'],
  },
  {
    name: 'Lines of all streams are told by their time, page by page, up to the end and with it',
    reference: api('CloudWatch Logs', 'FilterLogEvents'),
    // What `aws logs tail` asks.
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      const start = Date.now() - 60_000;
      for (const [logStreamName, times] of [
        ['one', [1000, 3000]],
        ['two', [0, 2000, 4000]],
      ] as const) {
        await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        const logEvents = times.map((time) => ({ timestamp: start + time, message: `at ${time / 1000} s` }));
        await aws.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
      }
      const span = { logGroupName, startTime: start, endTime: start + 3000, interleaved: true };
      const told: (string | undefined)[] = [];
      for await (const { events = [] } of paginateFilterLogEvents({ client: aws.logs, pageSize: 3 }, span))
        told.push(...events.map(({ message }) => message));
      return told;
    },
    expected: ['at 0 s', 'at 1 s', 'at 2 s', 'at 3 s'],
  },
  {
    name: 'Lines in JSON are found by a value in them',
    reference: guide(
      'CloudWatch Logs User Guide',
      'Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail',
      'FilterAndPatternSyntax',
    ),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'stream' }));
      await says(aws, logGroupName, 'stream', '{"level":"INFO","took":5}', '{"level":"ERROR","took":50}', 'ERROR');
      return linesIn(aws, logGroupName, 1, '{ $.level = "ERROR" && $.took > 10 }');
    },
    expected: ['{"level":"ERROR","took":50}'],
  },
  {
    name: 'A group and its streams are described',
    reference: api('CloudWatch Logs', 'DescribeLogGroups'),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'stream' }));
      const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
      const { logStreams } = await aws.logs.send(new DescribeLogStreamsCommand({ logGroupName }));
      return {
        groups: logGroups?.map(({ logGroupName: name, arn }) => ({ logGroupName: name, arn })),
        streams: logStreams?.map(({ logStreamName }) => logStreamName),
      };
    },
    expected: {
      groups: [{ arn: 'arn:aws:logs:<region>:<account>:log-group:/story/<group>:*', logGroupName: '/story/<group>' }],
      streams: ['stream'],
    },
  },
  {
    name: 'A group that is there cannot be made again; one that is not there cannot be read',
    reference: api('CloudWatch Logs', 'CreateLogGroup'),
    async tell(aws) {
      const logGroupName = await aLogGroup(aws);
      return {
        again: await refused(aws.logs.send(new CreateLogGroupCommand({ logGroupName }))),
        none: await refused(aws.logs.send(new FilterLogEventsCommand({ logGroupName: aws.unique('nowhere') }))),
      };
    },
    expected: {
      again: { refused: 'ResourceAlreadyExistsException', status: 400 },
      none: { refused: 'ResourceNotFoundException', status: 400 },
    },
  },
  {
    name: 'What a function prints is in the log group of its name',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Sending Lambda function logs to CloudWatch Logs',
      'monitoring-cloudwatchlogs',
    ),
    given: { source: "exports.handler = async () => console.log('a line of the story');" },
    async tell(aws, name) {
      await invoke(aws, name);
      return (await linesIn(aws, `/aws/lambda/${name}`, 1, 'story')).some((line) =>
        line.includes('a line of the story'),
      );
    },
    expected: true,
  },
  {
    name: 'A rule writes its events to a log group',
    reference: guide('EventBridge User Guide', 'Event bus targets in Amazon EventBridge', 'eb-targets'),
    async tell(aws) {
      const group = await aLogGroup(aws, '/aws/events/');
      await letEventsWrite(aws, group);
      const bus = await aBus(aws);
      await aRuleTo(aws, bus, [{ Id: 'logs', Arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}` }]);
      await put(aws, anEntry(bus, { a: 1 }));
      return (await linesIn(aws, group, 1)).map((line) => JSON.parse(line).detail);
    },
    expected: [{ a: 1 }],
  },
]);
