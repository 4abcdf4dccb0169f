import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';
import { ACCOUNT, allow, anIam, aRole, assumed, type Local, policy, roleArn, trust, trusts } from './as-a-role.ts';

let local: Local;
let iam: IAMClient;
beforeAll(async () => {
  ({ local, iam } = await anIam());
});
afterAll(() => local.runtime.stop());

const BUS = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/shop`;
const SESSION = (role: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`;
const entry = { Source: 'shop', DetailType: 'Said', Detail: '{}', EventBusName: 'shop' };
const put = (access: object) => new EventBridgeClient(access).send(new PutEventsCommand({ Entries: [entry] }));
const refused = (who: string, action: string, resource: string, because = 'no identity-based policy allows') => ({
  name: 'AccessDeniedException',
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because ${because} the ${action} action`,
});

/** A function's code that puts an event on the bus of its event. */
const CODE = zipSync({
  'index.js': strToU8(`const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
    exports.handler = async ({ bus }) => {
      const Entries = [{ Source: 'f', DetailType: 'Said', Detail: '{}', EventBusName: bus }];
      return new EventBridgeClient({}).send(new PutEventsCommand({ Entries })).then(() => 'put', (error) => error.message);
    };`),
});
const aFunction = (FunctionName: string, Role: string) =>
  new CreateFunctionCommand({
    FunctionName,
    Role,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: CODE },
  });

describe('a function that the API made, in a role that the API made', () => {
  it('may do what the policies of the role allow, from when they do so, and is refused all else', async () => {
    const role = await aRole(local, 'f-role', allow('events:PutEvents', BUS));
    await local.lambda.send(aFunction('f', role));
    const invoke = async (bus: string) => {
      const { Payload } = await local.lambda.send(
        new InvokeCommand({ FunctionName: 'f', Payload: JSON.stringify({ bus }) }),
      );
      return JSON.parse(Buffer.from(Payload ?? []).toString());
    };
    expect(await invoke('shop')).toBe('put');
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/f-role/f`;
    const other = BUS.replace('shop', 'default');
    expect(await invoke('default')).toBe(refused(session, 'events:PutEvents', other).message);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'f-role', PolicyName: 'does' }));
    expect(await invoke('shop')).toBe(refused(session, 'events:PutEvents', BUS).message);
  });

  it('is not made in a role that does not trust Lambda', async () => {
    const role = await aRole(local, 'trusts-others');
    await trusts(local, 'trusts-others', trust({ Service: 'events.amazonaws.com' }));
    await expect(local.lambda.send(aFunction('g', role))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
  });
});

describe('calls with the credentials of an assumed role', () => {
  it('are those of the role in its session', async () => {
    const access = await assumed(local, await aRole(local, 'known'));
    const { Arn, UserId, Account } = await new STSClient(access).send(new GetCallerIdentityCommand({}));
    expect({ Arn, Account }).toEqual({ Arn: SESSION('known'), Account: ACCOUNT });
    expect(UserId).toMatch(/^AROA[A-Z0-9]{17}:session$/);
  });

  it('are allowed and refused by its inline policies', async () => {
    const access = await assumed(local, await aRole(local, 'puts', allow('events:PutEvents', BUS)));
    await expect(put(access)).resolves.toMatchObject({ FailedEntryCount: 0 });
    const rule = `arn:aws:events:us-east-1:${ACCOUNT}:rule/shop/r`;
    await expect(
      new EventBridgeClient(access).send(
        new PutRuleCommand({ Name: 'r', EventBusName: 'shop', EventPattern: '{"source":["a"]}' }),
      ),
    ).rejects.toMatchObject(refused(SESSION('puts'), 'events:PutRule', rule));
    await expect(new IAMClient(access).send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: iam:ListRoles on resource:'),
    });
  });

  it('are judged by the default version of a managed policy, as long as it is attached', async () => {
    const access = await assumed(local, await aRole(local, 'managed'));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'versions', PolicyDocument: policy(allow('sqs:*')) }),
    );
    const PolicyArn = Policy?.Arn;
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'managed', PolicyArn }));
    await expect(put(access)).rejects.toMatchObject(refused(SESSION('managed'), 'events:PutEvents', BUS));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy(allow('events:*')) }));
    await expect(put(access)).rejects.toThrow('not authorized');
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    await expect(put(access)).resolves.toMatchObject({ FailedEntryCount: 0 });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'managed', PolicyArn }));
    await expect(put(access)).rejects.toThrow('no identity-based policy');
  });

  it('may do no more than the boundary of the role, nor than the policy of the session', async () => {
    const role = await aRole(local, 'bounded', allow('*'));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument: policy(allow('events:ListRules')) }),
    );
    const limited = await assumed(local, role, { Policy: policy(allow('events:ListRules')) });
    await expect(put(limited)).rejects.toMatchObject(
      refused(SESSION('bounded'), 'events:PutEvents', BUS, 'no session policy allows'),
    );
    const access = await assumed(local, role);
    await expect(put(access)).resolves.toBeDefined();
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'bounded', PermissionsBoundary: Policy?.Arn }));
    await expect(put(access)).rejects.toMatchObject(
      refused(SESSION('bounded'), 'events:PutEvents', BUS, 'no permissions boundary allows'),
    );
  });
});

describe('to hand a role to a service', () => {
  const target = (RoleArn: string) =>
    new PutTargetsCommand({
      ...{ Rule: 'hands-on', EventBusName: 'shop' },
      Targets: [{ Id: 't', Arn: BUS.replace('shop', 'default'), RoleArn }],
    });

  it('needs iam:PassRole for Lambda', async () => {
    const passed = await aRole(local, 'passed');
    const to = { Condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } } };
    const access = await assumed(
      local,
      await aRole(local, 'deployer', allow('lambda:*'), allow('iam:PassRole', passed, to)),
    );
    await expect(new LambdaClient(access).send(aFunction('h', passed))).rejects.toMatchObject(
      refused(SESSION('deployer'), 'iam:PassRole', passed),
    );
    const may = await assumed(
      local,
      await aRole(local, 'may-deploy', allow('lambda:*'), allow('iam:PassRole', passed)),
    );
    await expect(new LambdaClient(may).send(aFunction('h', passed))).resolves.toMatchObject({ Role: passed });
  });

  it('needs iam:PassRole for EventBridge, and the trust of the role', async () => {
    const passed = await aRole(local, 'forwards', allow('events:PutEvents'));
    await local.events.send(
      new PutRuleCommand({ Name: 'hands-on', EventBusName: 'shop', EventPattern: '{"source":["a"]}' }),
    );
    const access = await assumed(local, await aRole(local, 'rules', allow('events:*')));
    await expect(new EventBridgeClient(access).send(target(passed))).rejects.toMatchObject(
      refused(SESSION('rules'), 'iam:PassRole', passed),
    );
    const may = await assumed(local, await aRole(local, 'may-rule', allow('events:*'), allow('iam:PassRole', passed)));
    await expect(new EventBridgeClient(may).send(target(passed))).resolves.toMatchObject({ FailedEntryCount: 0 });
    await trusts(local, 'forwards', trust({ Service: 'lambda.amazonaws.com' }));
    await expect(local.events.send(target(passed))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Provided role '${passed}' cannot be assumed by principal 'events.amazonaws.com'.`,
    });
  });
});

describe('a rule that the API made', () => {
  it('delivers to another bus in its role if that allows it, and else sets the event aside', async () => {
    const sqs = new SQSClient(local.access);
    const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:heard`;
    const letters = `arn:aws:sqs:us-east-1:${ACCOUNT}:letters`;
    for (const QueueName of ['heard', 'letters']) {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
      const Policy = policy({ ...allow('sqs:SendMessage'), Principal: { Service: 'events.amazonaws.com' } });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    }
    await local.events.send(new CreateEventBusCommand({ Name: 'second' }));
    const second = BUS.replace('shop', 'second');
    const EventPattern = '{"source":["forwarded"]}';
    const RoleArn = await aRole(local, 'to-second', allow('events:PutEvents', second));
    await local.events.send(new PutRuleCommand({ Name: 'on', EventPattern, EventBusName: 'shop' }));
    await local.events.send(
      new PutTargetsCommand({
        ...{ Rule: 'on', EventBusName: 'shop' },
        Targets: [{ Id: 'b', Arn: second, RoleArn, DeadLetterConfig: { Arn: letters } }],
      }),
    );
    await local.events.send(new PutRuleCommand({ Name: 'then', EventPattern, EventBusName: 'second' }));
    await local.events.send(
      new PutTargetsCommand({ Rule: 'then', EventBusName: 'second', Targets: [{ Id: 'q', Arn: queue }] }),
    );
    const say = () => local.events.send(new PutEventsCommand({ Entries: [{ ...entry, Source: 'forwarded' }] }));
    await say();
    expect(JSON.parse((await local.messageIn('heard')).Body ?? '')).toMatchObject({ source: 'forwarded' });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'to-second', PolicyName: 'does' }));
    await say();
    const { MessageAttributes } = await local.messageIn('letters');
    expect(MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } });
  });
});

describe('a user with an access key', () => {
  it('is judged by its policies, asks who it is, and is nobody when the key is deleted', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    const access = { ...local.access, credentials };
    const ann = `arn:aws:iam::${ACCOUNT}:user/ann`;
    await expect(put(access)).rejects.toMatchObject(refused(ann, 'events:PutEvents', BUS));
    await iam.send(
      new PutUserPolicyCommand({
        ...{ UserName: 'ann', PolicyName: 'puts' },
        PolicyDocument: policy(
          allow('events:PutEvents', BUS),
          allow('iam:GetUser', `arn:aws:iam::*:user/\${aws:username}`),
        ),
      }),
    );
    await expect(put(access)).resolves.toMatchObject({ FailedEntryCount: 0 });
    const { User } = await new IAMClient(access).send(new GetUserCommand({}));
    expect(User).toMatchObject({ UserName: 'ann', Arn: ann });
    expect(await new STSClient(access).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: ann });
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'ann', AccessKeyId: credentials.accessKeyId }));
    await expect(put(access)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});

it('a role that a template made is found by the API, and keeps what the API added when the templates change', async () => {
  const assembly = (Description: string) =>
    anAssembly({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...{ RoleName: 'of-template', Description, Path: '/team/' },
          AssumeRolePolicyDocument: JSON.parse(trust({ AWS: ACCOUNT })),
          Policies: [{ PolicyName: 'lists', PolicyDocument: { Statement: allow('events:ListRules') } }],
        },
      },
    });
  const own = await aRuntime(assembly('first'));
  try {
    const client = new IAMClient(own.access);
    const { Roles } = await client.send(new ListRolesCommand({ PathPrefix: '/team/' }));
    expect(Roles).toMatchObject([{ Arn: roleArn('team/of-template'), Description: 'first' }]);
    const access = await assumed(own, roleArn('team/of-template'));
    const list = () =>
      new EventBridgeClient(access).send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'default' }] }));
    await expect(list()).rejects.toThrow('not authorized');
    const { Policy } = await client.send(
      new CreatePolicyCommand({ PolicyName: 'puts', PolicyDocument: policy(allow('events:PutEvents')) }),
    );
    await client.send(new AttachRolePolicyCommand({ RoleName: 'of-template', PolicyArn: Policy?.Arn }));
    await own.runtime.redeploy(assembly('second'));
    await expect(list()).resolves.toMatchObject({ FailedEntryCount: 0 });
    const after = await client.send(new ListRolesCommand({ PathPrefix: '/team/' }));
    expect(after.Roles).toMatchObject([{ Description: 'second', RoleId: Roles?.[0]?.RoleId }]);
  } finally {
    await own.runtime.stop();
  }
});
