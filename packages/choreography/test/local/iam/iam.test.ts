import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '#local/runtime/notice.ts';
import { aFunction, anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const account = 'us-east-1:000000000000';
const TABLE = `arn:aws:dynamodb:${account}:table/orders`;
const BUS = `arn:aws:events:${account}:event-bus/default`;
const SESSION = 'arn:aws:sts::000000000000:assumed-role/caller/calls';

/** A function that signs a call of its event with what its environment has, as an SDK does. */
const CALLS = `exports.handler = async ({ service, target, body, path = '/', form }) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID } = process.env;
  const response = await fetch(AWS_ENDPOINT_URL + path, {
    method: 'POST',
    headers: {
      authorization: \`AWS4-HMAC-SHA256 Credential=\${AWS_ACCESS_KEY_ID}/20261124/us-east-1/\${service}/aws4_request\`,
      ...(target && { 'x-amz-target': target }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: form ?? JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('x-amzn-errortype'), body: await response.text() };
};`;

const RESOURCES = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  Open: queue('open'),
  OpenPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Open' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } },
            Action: 'sqs:Send*',
            Resource: '*',
          },
          {
            ...{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:*', Resource: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
  Closed: queue('closed'),
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'caller',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      Policies: [
        {
          PolicyName: 'inline',
          PolicyDocument: { Statement: { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' } },
        },
      ],
    },
  },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'says',
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: {
        Statement: [
          {
            ...{ Effect: 'Allow', Action: 'events:PutEvents', Resource: BUS },
            Condition: {
              'ForAllValues:StringEquals': { 'events:source': ['shop'], 'events:detail-type': ['Said'] },
              Null: { 'events:source': 'false' },
            },
          },
          {
            ...{ Effect: 'Allow', Action: 'dynamodb:*', Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] } },
            Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['order#*'] } },
          },
          { Effect: 'Allow', Action: 'ses:SendEmail', Resource: `arn:aws:ses:${account}:identity/example.com` },
        ],
      },
    },
  },
  Calls: aFunction('calls', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Timeout: 10 }),
};

const put = (Source: string, DetailType: string) => ({
  ...{ service: 'events', target: 'AWSEvents.PutEvents' },
  body: { Entries: [{ Source, DetailType, Detail: '{}' }] },
});
const item = (action: string, body: object) => ({
  ...{ service: 'dynamodb', target: `DynamoDB_20120810.${action}` },
  body: { TableName: 'orders', ...body },
});
const send = (name: string) => ({
  ...{ service: 'sqs', target: 'AmazonSQS.SendMessage' },
  body: { QueueUrl: `http://127.0.0.1/000000000000/${name}`, MessageBody: 'x' },
});
const email = (from: string) => ({
  service: 'ses',
  form: `Action=SendEmail&Source=${from}&Destination.ToAddresses.member.1=a@b.example&Message.Subject.Data=s&Message.Body.Text.Data=t`,
});
const key = (pk: string) => ({ pk: { S: pk } });

type Local = Awaited<ReturnType<typeof aRuntime>>;
const caller = (local: () => Local) => async (call: object) => {
  const { Payload } = await local().lambda.send(
    new InvokeCommand({ FunctionName: 'calls', Payload: JSON.stringify(call) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as { status: number; type: string | null; body: string };
};

describe('a function', () => {
  let local: Local;
  const calls = caller(() => local);
  beforeAll(async () => {
    local = await aRuntime(anAssembly(RESOURCES, { calls: CALLS }));
  });
  afterAll(() => local.runtime.stop());

  it.each([
    ['say what its role may say', put('shop', 'Said')],
    ['write items whose keys its role may write', item('PutItem', { Item: key('order#1') })],
    ['send to a queue whose policy names its role', send('open')],
    ['send email from an identity of its role', email('shop@example.com')],
  ])('may %s', async (_, call) => {
    expect(await calls(call)).toMatchObject({ status: 200 });
  });

  it.each([
    [
      'another detail type',
      put('shop', 'SaidElse'),
      400,
      `User: ${SESSION} is not authorized to perform: events:PutEvents on resource: ${BUS} because no identity-based policy allows the events:PutEvents action`,
    ],
    [
      'another source',
      put('shop.other', 'Said'),
      400,
      `User: ${SESSION} is not authorized to perform: events:PutEvents on resource: ${BUS} because no identity-based policy allows the events:PutEvents action`,
    ],
    [
      'an item with another key',
      item('GetItem', { Key: key('customer#1') }),
      400,
      `User: ${SESSION} is not authorized to perform: dynamodb:GetItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:GetItem action`,
    ],
    [
      'what is denied by name',
      item('DeleteItem', { Key: key('order#1') }),
      400,
      `User: ${SESSION} is not authorized to perform: dynamodb:DeleteItem on resource: ${TABLE} with an explicit deny in an identity-based policy`,
    ],
    [
      'a queue that does not know it',
      send('closed'),
      403,
      `User: ${SESSION} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:${account}:closed because no identity-based policy allows the sqs:sendmessage action`,
    ],
    [
      'a sender that is not its own',
      email('shop@example.org'),
      403,
      `User \`${SESSION}' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:${account}:identity/shop@example.org'`,
    ],
    [
      'another function',
      { service: 'lambda', path: '/2015-03-31/functions/calls/invocations', body: {} },
      403,
      `User: ${SESSION} is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:${account}:function:calls because no identity-based policy allows the lambda:InvokeFunction action`,
    ],
  ])('is refused %s in AWS’s own words', async (_, call, status, text) => {
    const answer = await calls(call);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
    expect(answer.body).toMatch(/AccessDenied/);
  });

  it('is told of in the terminal, with the statement that would allow it', async () => {
    await calls(put('shop', 'Unheard'));
    const said = local.notices.filter(({ kind }) => kind === 'access-denied').map(sentence);
    expect(said).toContainEqual(
      expect.stringContaining(
        `This statement would allow it: {"Effect":"Allow","Action":"events:PutEvents","Resource":"${BUS}","Condition":{"ForAllValues:StringEquals":{"events:source":["shop"],"events:detail-type":["Unheard"]},"Null":{"events:source":"false"}}}`,
      ),
    );
  });

  it('is who STS says it is', async () => {
    expect((await calls({ service: 'sts', form: 'Action=GetCallerIdentity' })).body).toContain(`<Arn>${SESSION}</Arn>`);
  });
});

describe('with --iam=warn', () => {
  let local: Local;
  const calls = caller(() => local);
  beforeAll(async () => {
    local = await aRuntime(anAssembly(RESOURCES, { calls: CALLS }), { iam: 'warn' });
  });
  afterAll(() => local.runtime.stop());

  it('a call that AWS would refuse is answered, and told of', async () => {
    expect(await calls(send('closed'))).toMatchObject({ status: 200 });
    expect(local.notices.filter(({ kind }) => kind === 'access-denied').map(sentence)).toEqual([
      expect.stringContaining('AWS would refuse this call.'),
    ]);
  });
});

it('a function whose role no template declares is not judged, which is told once', async () => {
  const { Calls, ...others } = RESOURCES;
  const local = await aRuntime(anAssembly({ ...others, Calls: aFunction('calls', { Timeout: 10 }) }, { calls: CALLS }));
  try {
    for (const each of [1, 2])
      expect(await caller(() => local)(send('closed')), `${each}`).toMatchObject({ status: 200 });
    expect(local.notices).toEqual([{ kind: 'role-unknown', function: 'calls', role: 'any' }]);
  } finally {
    await local.runtime.stop();
  }
});
