import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anAssembly } from '../assembly.ts';
import { allow, aRole, policy } from '../iam/api/as-a-role.ts';
import { aRuntime } from '../runtime.ts';

const HOME = '000000000000';
const OTHER = '111122223333';
let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } } }));
});
afterAll(() => local.runtime.stop());

/** Clients in a region and an account. */
function at(region: string, account?: string) {
  const access = {
    ...local.access,
    region,
    ...(account && { credentials: { accessKeyId: account, secretAccessKey: 'any' } }),
  };
  return { events: new EventBridgeClient(access), sqs: new SQSClient(access), sts: new STSClient(access), access };
}
type At = ReturnType<typeof at>;

const busArn = (name: string, region = 'us-east-1', account = HOME) =>
  `arn:aws:events:${region}:${account}:event-bus/${name}`;
const EventPattern = '{"source":["far"]}';

/** A queue that hears what a rule on a bus hears. Returns what waits for the next event there. */
async function listen({ events, sqs }: At, EventBusName: string, QueueName: string) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const Policy = policy({ ...allow('sqs:SendMessage'), Principal: { Service: 'events.amazonaws.com' } });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const { RuleArn = '' } = await events.send(new PutRuleCommand({ Name: QueueName, EventBusName, EventPattern }));
  const [, , , region, account] = RuleArn.split(':');
  const Arn = `arn:aws:sqs:${region}:${account}:${QueueName}`;
  await events.send(new PutTargetsCommand({ Rule: QueueName, EventBusName, Targets: [{ Id: 'q', Arn }] }));
  return () =>
    vi.waitFor(async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(Messages).toHaveLength(1);
      return JSON.parse(Messages[0]?.Body ?? '');
    });
}

const say = ({ events }: At, EventBusName: string) =>
  events.send(new PutEventsCommand({ Entries: [{ Source: 'far', DetailType: 'Said', Detail: '{}', EventBusName }] }));

const forwards = async ({ events }: At, EventBusName: string, Arn: string, more: object = {}) => {
  await events.send(new PutRuleCommand({ Name: 'forwards', EventBusName, EventPattern }));
  return events.send(new PutTargetsCommand({ Rule: 'forwards', EventBusName, Targets: [{ Id: 'bus', Arn, ...more }] }));
};

describe('regions', () => {
  it('each have a bus of the same name, with an ARN of its own', async () => {
    const regions = ['us-west-1', 'eu-central-1'];
    for (const region of regions) {
      const { events } = at(region);
      const made = await events.send(new CreateEventBusCommand({ Name: 'shop', Description: region }));
      expect(made).toMatchObject({ EventBusArn: busArn('shop', region) });
    }
    for (const region of regions)
      expect(await at(region).events.send(new DescribeEventBusCommand({ Name: 'shop' }))).toMatchObject({
        Description: region,
      });
    const { EventBuses = [] } = await local.events.send(new ListEventBusesCommand({ NamePrefix: 'shop' }));
    expect(EventBuses.map(({ Arn }) => Arn)).toEqual([busArn('shop')]);
  });

  it('hear what is put in them alone', async () => {
    const west = at('us-west-2');
    const heard = await listen(west, 'default', 'west');
    await say(at('us-east-1'), 'default');
    await say(west, 'default');
    const event = await heard();
    expect(event).toMatchObject({ region: 'us-west-2', account: HOME });
    await local.runtime.idle();
  });

  it('are told at the terminal, once, where no template is deployed', async () => {
    const frankfurt = at('eu-west-3');
    for (const _ of [1, 2]) await frankfurt.events.send(new ListEventBusesCommand({}));
    expect(local.notices.filter((each) => each.kind === 'elsewhere' && each.at.region === 'eu-west-3')).toHaveLength(1);
  });

  it('are forwarded to by a rule in a role; the event keeps its region, and has a new id', async () => {
    const south = at('ap-south-1');
    const [near, far] = await Promise.all([listen(at('us-east-1'), 'shop', 'near'), listen(south, 'default', 'far')]);
    const RoleArn = await aRole(local, 'to-south', allow('events:PutEvents', busArn('default', 'ap-south-1')));
    await forwards(at('us-east-1'), 'shop', busArn('default', 'ap-south-1'), { RoleArn });
    await say(at('us-east-1'), 'shop');
    const [here, there] = await Promise.all([near(), far()]);
    expect(there).toEqual({ ...here, id: expect.not.stringMatching(here.id) });
    expect(there).toMatchObject({ region: 'us-east-1' });
  });

  it('refuse calls about buses of other regions', async () => {
    const calls = [
      local.events.send(new DescribeEventBusCommand({ Name: busArn('shop', 'us-west-1') })),
      local.events.send(new PutRuleCommand({ Name: 'r', EventPattern, EventBusName: busArn('shop', 'us-west-1') })),
      say(at('us-east-1'), busArn('shop', 'us-west-1')),
    ];
    for (const call of calls)
      await expect(call).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Cross-region API call is not allowed.',
      });
  });

  it('have targets of their own but for buses, which need a role', async () => {
    const far = busArn('default', 'ca-central-1');
    await expect(forwards(at('us-east-1'), 'shop', far)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `RoleArn is required for target ${far}.`,
    });
    const queue = `arn:aws:sqs:ca-central-1:${HOME}:q`;
    await expect(forwards(at('us-east-1'), 'shop', queue)).rejects.toThrow('in another region than the rule');
  });

  it('have archives of their own', async () => {
    const made = await at('us-west-1').events.send(
      new CreateArchiveCommand({ ArchiveName: 'a', EventSourceArn: busArn('default', 'us-west-1') }),
    );
    expect(made.ArchiveArn).toBe(`arn:aws:events:us-west-1:${HOME}:archive/a`);
  });
});

describe('accounts', () => {
  it('are told by an access key of twelve digits', async () => {
    const { sts, events } = at('us-east-1', OTHER);
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      ...{ Account: OTHER, Arn: `arn:aws:iam::${OTHER}:root` },
    });
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    expect(EventBuses.map(({ Arn }) => Arn)).toEqual([busArn('default', 'us-east-1', OTHER)]);
  });

  it('put events on a bus of another one that lets them, in their own name', async () => {
    const other = at('us-east-1', OTHER);
    await other.events.send(new CreateEventBusCommand({ Name: 'theirs' }));
    const arn = busArn('theirs', 'us-east-1', OTHER);
    const heard = await listen(other, 'theirs', 'theirs');
    await expect(say(at('us-east-1'), arn)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${HOME}:root is not authorized to perform: events:PutEvents on resource: ${arn} because no resource-based policy allows the events:PutEvents action`,
    });
    await other.events.send(
      new PutPermissionCommand({
        ...{ EventBusName: 'theirs', StatementId: 'us', Action: 'events:PutEvents', Principal: HOME },
      }),
    );
    await say(at('us-east-1'), arn);
    expect(await heard()).toMatchObject({ account: HOME, region: 'us-east-1' });
  });

  it('have queues of their own, which another one may use if their policy lets it', async () => {
    const other = at('us-east-1', '333344445555');
    const { QueueUrl = '' } = await other.sqs.send(new CreateQueueCommand({ QueueName: 'theirs' }));
    expect(QueueUrl).toBe(`${local.access.endpoint}/333344445555/theirs`);
    const us = at('us-east-1');
    await expect(us.sqs.send(new GetQueueUrlCommand({ QueueName: 'theirs' }))).rejects.toThrow('does not exist');
    const send = () => us.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'from us' }));
    await expect(send()).rejects.toMatchObject({
      message: `User: arn:aws:iam::${HOME}:root is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:333344445555:theirs because no resource-based policy allows the sqs:sendmessage action`,
    });
    const Policy = policy({ ...allow('sqs:SendMessage'), Principal: { AWS: HOME } });
    await other.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await send();
    const { Messages } = await other.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toMatchObject([{ Body: 'from us' }]);
  });

  it('forward to a bus of another one if the role and the bus allow it; the event keeps its account and its id', async () => {
    const other = at('us-east-1', '222233334444');
    await other.events.send(new CreateEventBusCommand({ Name: 'central' }));
    const central = busArn('central', 'us-east-1', '222233334444');
    await local.events.send(new CreateEventBusCommand({ Name: 'ours' }));
    const [near, far] = await Promise.all([
      listen(at('us-east-1'), 'ours', 'ours'),
      listen(other, 'central', 'central'),
    ]);
    await expect(forwards(at('us-east-1'), 'ours', central)).rejects.toThrow(
      `RoleArn is required for target ${central}.`,
    );
    const RoleArn = await aRole(local, 'to-central', allow('events:PutEvents', central));
    await forwards(at('us-east-1'), 'ours', central, { RoleArn });
    await say(at('us-east-1'), 'ours');
    await near();
    await vi.waitFor(() =>
      expect(local.notices).toContainEqual(
        expect.objectContaining({
          kind: 'delivery-failed',
          target: central,
          reason: expect.stringContaining('no resource-based policy'),
        }),
      ),
    );
    await other.events.send(
      new PutPermissionCommand({
        ...{ EventBusName: 'central', StatementId: 'all', Action: 'events:PutEvents', Principal: '*' },
      }),
    );
    await say(at('us-east-1'), 'ours');
    const here = await near();
    expect(await far()).toEqual(here);
    expect(here).toMatchObject({ account: HOME });
  });
});

it('a policy of a bus is told back statement by statement, with principals as ARNs', async () => {
  const { events } = at('sa-east-1');
  const put = (input: object) => events.send(new PutPermissionCommand(input));
  const told = async () => JSON.parse((await events.send(new DescribeEventBusCommand({}))).Policy ?? '{}');
  const permission = { Action: 'events:PutEvents', Principal: OTHER };
  await put({ ...permission, StatementId: 'one' });
  await put({ ...permission, StatementId: 'two', Principal: '*' });
  const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' };
  await put({ ...permission, StatementId: 'one', Principal: '*', Condition });
  const all = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: busArn('default', 'sa-east-1') };
  expect(await told()).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'one', ...all, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      { Sid: 'two', ...all },
    ],
  });
  const own = [
    { ...all, Sid: 'a', Principal: { AWS: [OTHER, `arn:aws:iam::${HOME}:role/r`] } },
    { ...all, Sid: 'b', Principal: { Service: 'events.amazonaws.com' } },
  ];
  await put({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: own }) });
  expect((await told()).Statement).toEqual([
    { ...own[0], Principal: { AWS: [`arn:aws:iam::${OTHER}:root`, `arn:aws:iam::${HOME}:role/r`] } },
    own[1],
  ]);
});
