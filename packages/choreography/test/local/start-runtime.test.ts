import { ListRulesCommand, ListTargetsByRuleCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRuntime } from '#local/start-runtime.ts';
import { aFunction, anAssembly, permission, queue, queuePolicy, rule } from './assembly.ts';
import { aRuntime } from './runtime.ts';

const MEGABYTE = 1024 * 1024;
let local: Awaited<ReturnType<typeof aRuntime>>;
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const put = (entry: object = {}) =>
  local.events.send(
    new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'Tested', Detail: '{"a":1}', ...entry }] }),
  );

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
        Heard: queue('heard'),
        HeardPolicy: queuePolicy('Heard'),
        Undelivered: queue('undelivered'),
        UndeliveredPolicy: queuePolicy('Undelivered'),
        ToQueue: rule('to-queue', { Arn: arn('Heard') }),
        Echo: aFunction('echo'),
        EchoUrl: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: arn('Echo') } },
        Forbidden: rule(
          'forbidden',
          { Arn: arn('Echo'), DeadLetterConfig: { Arn: arn('Undelivered') } },
          { source: ['forbidden'] },
        ),
        OnShop: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'on-shop',
            EventBusName: { Ref: 'Bus' },
            EventPattern: { source: ['test'] },
            Targets: [{ Id: 'q', Arn: arn('Heard') }],
          },
        },
        Permission: permission('other'),
      },
      { echo: 'exports.handler = async (event) => ({ heard: event });' },
    ),
  );
});
afterAll(() => local.runtime.stop());

describe('the runtime', () => {
  it('delivers an event in EventBridge’s envelope to the target of a rule that matches', async () => {
    await put();
    const { Body = '' } = await local.messageIn('heard');
    expect(JSON.parse(Body)).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Tested',
      source: 'test',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [],
      detail: { a: 1 },
    });
  });

  it('lists its rules and their targets', async () => {
    const { Rules } = await local.events.send(new ListRulesCommand({ EventBusName: 'shop' }));
    expect(Rules).toMatchObject([
      { Name: 'on-shop', EventBusName: 'shop', State: 'ENABLED', EventPattern: '{"source":["test"]}' },
    ]);
    const { Targets } = await local.events.send(new ListTargetsByRuleCommand({ Rule: 'to-queue' }));
    expect(Targets).toMatchObject([{ Id: 'target', Arn: 'arn:aws:sqs:us-east-1:000000000000:heard' }]);
  });

  it('refuses a malformed entry alone', async () => {
    const entry = { Source: 'test', DetailType: 'Tested', Detail: '{}' };
    const { FailedEntryCount, Entries } = await local.events.send(
      new PutEventsCommand({
        Entries: [entry, { ...entry, Detail: '[]' }, { ...entry, Detail: '{' }, { DetailType: 'Tested', Detail: '{}' }],
      }),
    );
    expect(FailedEntryCount).toBe(3);
    expect(Entries).toEqual([
      { EventId: expect.any(String) },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
      },
    ]);
  });

  it('refuses more than ten entries, and more than a megabyte, as the service does', async () => {
    const entry = { Source: 'test', DetailType: 'Tested', Detail: '{}' };
    await expect(local.events.send(new PutEventsCommand({ Entries: Array(11).fill(entry) }))).rejects.toThrow(
      /failed to satisfy constraint: Member must have length less than or equal to 10/,
    );
    for (const [character, bytes] of [
      ['x', 1],
      ['é', 2],
      ['€', 3],
    ] as const) {
      const long = (more: number) => JSON.stringify({ long: character.repeat(Math.floor(MEGABYTE / bytes) + more) });
      await expect(put({ Source: 'large', Detail: long(0) })).rejects.toThrow(
        'Total size of the entries in the request is over the limit.',
      );
      await expect(put({ Source: 'large', Detail: long(-100) })).resolves.toMatchObject({ FailedEntryCount: 0 });
    }
  });

  it('takes an event for a bus that does not exist, and says so loudly', async () => {
    const { FailedEntryCount } = await put({ EventBusName: 'shpo' });
    expect(FailedEntryCount).toBe(0);
    expect(local.notices).toContainEqual({ kind: 'unknown-bus', bus: 'shpo', source: 'test', detailType: 'Tested' });
  });

  it('sets an event aside with EventBridge’s own reasons when a function does not permit the rule', async () => {
    await put({ Source: 'forbidden' });
    const { MessageAttributes, Body = '' } = await local.messageIn('undelivered');
    expect(JSON.parse(Body)).toMatchObject({ source: 'forbidden' });
    expect(MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
      RULE_ARN: { StringValue: 'arn:aws:events:us-east-1:000000000000:rule/forbidden' },
      TARGET_ARN: { StringValue: 'arn:aws:lambda:us-east-1:000000000000:function:echo' },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
  });

  it('knows who calls', async () => {
    const sts = new STSClient({
      endpoint: local.runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
  });

  it('tells its status', async () => {
    const status = await (await fetch(`${local.runtime.endpoint}/_local/status`)).json();
    expect(status).toMatchObject({
      ready: true,
      functions: ['echo'],
      rules: expect.arrayContaining([{ bus: 'shop', name: 'on-shop', enabled: true }]),
      urls: { echo: `${local.runtime.endpoint}/_url/echo/` },
    });
  });

  it.each([
    ['without a signature', {}, 403, 'MissingAuthenticationToken'],
    [
      'of a service that it has not',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/kinesis/aws4_request' },
      501,
      'has no service',
    ],
  ])('refuses a call %s in a sentence', async (_, headers: Record<string, string>, status, text) => {
    const answer = await fetch(`${local.runtime.endpoint}/`, { method: 'POST', headers });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
  });

  it('says which option changes a port that is taken', async () => {
    const again = startRuntime({ cdkOut: anAssembly({ Heard: queue('heard') }), port: local.runtime.port });
    await expect(again).rejects.toThrow(
      `Port ${local.runtime.port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port.`,
    );
  });
});
