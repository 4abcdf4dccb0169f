import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let received: Received[];
/** What the endpoint answers, one after the other; then 200. */
let answers: { status: number; headers?: Record<string, string> }[];
let endpoint: string;
let tokens: number;
let local: Awaited<ReturnType<typeof aRuntime>> | undefined;

beforeEach(async () => {
  received = [];
  answers = [];
  tokens = 0;
  server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    if (url === '/token') return response.end(JSON.stringify({ access_token: `token-${++tokens}` }));
    const { status, headers: answered } = answers.shift() ?? { status: 200 };
    return response.writeHead(status, answered).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await local?.runtime.stop();
  local = undefined;
  server.close();
});

const API_KEY = { ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'secret' } };

/** A system whose rule sends what the desk says to the endpoint. */
const system = ({
  auth = API_KEY as object,
  destination = {},
  target = {},
  allow = 'events:InvokeApiDestination',
} = {}) => ({
  Connection: {
    Type: 'AWS::Events::Connection',
    Properties: { AuthorizationType: 'API_KEY', AuthParameters: auth },
  },
  Destination: {
    Type: 'AWS::Events::ApiDestination',
    Properties: {
      ConnectionArn: { 'Fn::GetAtt': ['Connection', 'Arn'] },
      HttpMethod: 'POST',
      InvocationEndpoint: `${endpoint}/loans`,
      ...destination,
    },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'send',
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: allow, Resource: { 'Fn::GetAtt': ['Destination', 'Arn'] } }],
          },
        },
      ],
    },
  },
  Lost: queue('lost'),
  MayLose: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Lost' }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
        ],
      },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['desk'] },
      Targets: [
        {
          Id: 'T',
          Arn: { 'Fn::GetAtt': ['Destination', 'Arn'] },
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Lost', 'Arn'] } },
          InputPath: '$.detail',
          ...target,
        },
      ],
    },
  },
});

async function begin(resources: object, options = {}) {
  local = await aRuntime(anAssembly(resources), options);
  return local;
}

const lend = (title: string) =>
  local?.events.send(
    new PutEventsCommand({ Entries: [{ Source: 'desk', DetailType: 'Lent', Detail: JSON.stringify({ title }) }] }),
  );

const requests = (count: number) =>
  vi.waitFor(
    () => {
      expect(received).toHaveLength(count);
      return received;
    },
    { timeout: 10_000 },
  );

const lost = async () => {
  const { MessageAttributes = {} } = (await local?.messageIn('lost')) ?? {};
  return Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));
};

describe('an API destination', () => {
  it('is sent the input of the target, with the headers of EventBridge and the key of the connection', async () => {
    await begin(system());
    await lend('emma');
    const [request] = await requests(1);
    expect(request).toMatchObject({ method: 'POST', url: '/loans', body: '{"title":"emma"}' });
    expect(request?.headers).toMatchObject({
      'x-api-key': 'secret',
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
      'content-type': 'application/json; charset=utf-8',
      range: 'bytes=0-1048575',
    });
  });

  it('has its path, query and headers from the event, and those of the connection win', async () => {
    const parameters = (which: string) => [{ Key: 'by', Value: which }];
    const invocation = {
      HeaderParameters: parameters('a'),
      QueryStringParameters: parameters('b'),
      BodyParameters: parameters('c'),
    };
    const HttpParameters = {
      PathParameterValues: ['$.detail.title', 'x/y'],
      HeaderParameters: { by: 'target', of: '$.source' },
      QueryStringParameters: { by: 'target', of: '$.detail-type' },
    };
    await begin(
      system({
        auth: { ...API_KEY, InvocationHttpParameters: invocation },
        destination: { InvocationEndpoint: `${endpoint}/loans/*/of/*` },
        target: { HttpParameters },
      }),
    );
    await lend('emma');
    const [request] = await requests(1);
    expect(request).toMatchObject({ url: '/loans/emma/of/x%2Fy?by=b&of=Lent', body: '{"title":"emma","by":"c"}' });
    expect(request?.headers).toMatchObject({ by: 'a', of: 'desk' });
  });

  it('is authorized by name and password', async () => {
    await begin(system({ auth: { BasicAuthParameters: { Username: 'ada', Password: 'pass' } } }));
    await lend('emma');
    expect((await requests(1))[0]?.headers.authorization).toBe(`Basic ${btoa('ada:pass')}`);
  });

  it('is authorized by one token until that is refused, and then by another', async () => {
    const OAuthParameters = {
      ...{ AuthorizationEndpoint: `${endpoint}/token`, HttpMethod: 'POST' },
      ClientParameters: { ClientID: 'desk', ClientSecret: 'secret' },
      OAuthHttpParameters: { BodyParameters: [{ Key: 'scope', Value: 'loans' }] },
    };
    const { runtime } = await begin(system({ auth: { OAuthParameters } }));
    runtime.clock.hold();
    answers = [{ status: 200 }, { status: 401 }];
    await lend('emma');
    await requests(2);
    await lend('persuasion');
    await requests(3);
    await vi.waitFor(() => expect(runtime.clock.waiting).toBeGreaterThan(0));
    await runtime.clock.moveBy(2000);
    const all = await requests(5);
    expect(all.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/token', undefined],
      ['/loans', 'Bearer token-1'],
      ['/loans', 'Bearer token-1'],
      ['/token', undefined],
      ['/loans', 'Bearer token-2'],
    ]);
    expect(all[0]?.body).toBe('grant_type=client_credentials&client_id=desk&client_secret=secret&scope=loans');
  });

  it('is asked again after 503, no sooner than it says', async () => {
    const { runtime } = await begin(system());
    runtime.clock.hold();
    answers = [{ status: 503, headers: { 'retry-after': '60' } }];
    await lend('emma');
    await requests(1);
    await vi.waitFor(() => expect(runtime.clock.waiting).toBeGreaterThan(0));
    await runtime.clock.moveBy(59_000);
    expect(received).toHaveLength(1);
    await runtime.clock.moveBy(1000);
    await requests(2);
  });

  it.each([
    ['404', { status: 404 }],
    ['302, which is not followed', { status: 302, headers: { location: '/elsewhere' } }],
    ['503 with a negative Retry-After', { status: 503, headers: { 'retry-after': '-1' } }],
  ])('is not asked again after %s: the event is set aside with the reason', async (_, answer) => {
    await begin(system());
    answers = [answer];
    await lend('emma');
    expect(await lost()).toMatchObject({
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `"${endpoint}" answered ${answer.status}.`,
      RETRY_ATTEMPTS: '0',
    });
    expect(received).toHaveLength(1);
  });

  it.each([
    [
      'a JSON object takes them, and keeps its digits',
      '{"loan": 1234567890123456789}',
      '{"loan":1234567890123456789,"by":"desk"}',
    ],
    ['a number has no place for them', '1234567890123456789', '1234567890123456789'],
    ['a text has no place for them', '"emma was lent"', '"emma was lent"'],
  ])('is sent body parameters of the connection with the input: %s', async (_, InputTemplate, body) => {
    const invocation = { BodyParameters: [{ Key: 'by', Value: 'desk' }] };
    const target = { InputPath: undefined, InputTransformer: { InputTemplate } };
    await begin(system({ auth: { ...API_KEY, InvocationHttpParameters: invocation }, target }));
    await lend('emma');
    expect((await requests(1))[0]?.body).toBe(body);
  });

  it('is not asked when a header from the event is none that HTTP can have: the event is set aside, without the value', async () => {
    await begin(system({ target: { HttpParameters: { HeaderParameters: { 'x-title': '$.detail.title' } } } }));
    await lend('эмма');
    expect(await lost()).toMatchObject({
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `"${endpoint}" cannot be asked: Invalid character in header content ["x-title"].`,
      RETRY_ATTEMPTS: '0',
    });
    expect(received).toEqual([]);
  });

  it('is not asked without a token, and the event that is set aside for that tells no secret', async () => {
    const OAuthParameters = {
      ...{ AuthorizationEndpoint: `${endpoint}/no-token`, HttpMethod: 'GET' },
      ClientParameters: { ClientID: 'desk', ClientSecret: 'secret' },
    };
    await begin(system({ auth: { OAuthParameters }, target: { RetryPolicy: { MaximumRetryAttempts: 0 } } }));
    await lend('emma');
    expect(await lost()).toMatchObject({
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `The authorization endpoint "${endpoint}/no-token" gave no access token: it answered 200.`,
    });
    expect(received.map(({ url }) => url)).toEqual([
      '/no-token?grant_type=client_credentials&client_id=desk&client_secret=secret',
    ]);
  });

  it('is asked no faster than its rate', async () => {
    const { runtime } = await begin(system({ destination: { InvocationRateLimitPerSecond: 1 } }));
    runtime.clock.hold();
    for (const title of ['emma', 'persuasion', 'ulysses']) await lend(title);
    await requests(1);
    await vi.waitFor(() => expect(runtime.clock.waiting).toBeGreaterThanOrEqual(2));
    await runtime.clock.moveBy(1000);
    expect(received).toHaveLength(2);
    await runtime.clock.moveBy(1000);
    expect(received).toHaveLength(3);
  });

  it('is not asked when the role of the target does not allow it', async () => {
    await begin(system({ allow: 'events:PutEvents' }));
    await lend('emma');
    expect(await lost()).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
    expect(received).toEqual([]);
  });
});

describe('another machine', () => {
  const elsewhere = { InvocationEndpoint: 'https://api.example.com/loans' };

  it('is not sent to: a sentence tells how to allow it', async () => {
    await expect(begin(system({ destination: elsewhere }))).rejects.toThrow(
      'AWS::Events::ApiDestination (Destination): it would send to "api.example.com", which is not this machine: allow that with --allow-host api.example.com',
    );
  });

  it('may be allowed by its name', async () => {
    const { runtime } = await begin(system({ destination: elsewhere }), { allowedHosts: ['API.example.com'] });
    expect(runtime.endpoint).toBeTruthy();
  });

  it('may be left out, with what is sent to it', async () => {
    const { events } = await begin(system({ destination: elsewhere }), {
      leaveOut: { names: [], unsupported: true },
    });
    const { FailedEntryCount } = await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'desk', DetailType: 'Lent', Detail: '{}' }] }),
    );
    expect(FailedEntryCount).toBe(0);
    expect(received).toEqual([]);
  });
});
