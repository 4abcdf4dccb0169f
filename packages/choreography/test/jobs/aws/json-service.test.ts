import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { eventbridge } from '#jobs/aws/eventbridge.ts';
import { sqs } from '#jobs/aws/sqs.ts';

type Answer = (response: ServerResponse) => void;

const done: Answer = (response) => response.end('{"MessageId":"m-1"}');
const error =
  (status: number, type: string, message: string): Answer =>
  (response) =>
    response.writeHead(status).end(JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message }));
const throttled = error(400, 'RequestThrottled', 'Rate exceeded');
const unavailable: Answer = (response) => response.writeHead(503).end('<html>Service Unavailable</html>');
const none: Answer = (response) => response.destroy();

let server: Server;
let planned: Answer[] = [];
let asked: (IncomingMessage['headers'] & { body: string })[] = [];
let connections = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ ...request.headers, body: String(Buffer.concat(chunks)) });
      (planned.shift() ?? done)(response);
    });
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'session' };
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_REGION: 'eu-west-1', ...credentials });
});
afterAll(() => server.close());
beforeEach(() => {
  [planned, asked] = [[], []];
});

const send = () => sqs.send('SendMessage', { QueueUrl: 'https://queue', MessageBody: 'body' });

test('a request is signed for SQS, with the session that Lambda gave', async () => {
  await send();
  expect(asked).toEqual([
    expect.objectContaining({
      'x-amz-target': 'AmazonSQS.SendMessage',
      'x-amz-security-token': 'session',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-west-1\/sqs\/aws4_request/),
    }),
  ]);
});

test.each([
  ['throttles', throttled],
  ['is not available', unavailable],
  ['does not answer', none],
])('a request is sent again while SQS %s, and a third time', async (_, answer) => {
  planned = [answer, answer];
  await send();
  expect(asked).toHaveLength(3);
});

test.each([
  ['throttles', throttled, { name: 'RequestThrottled', message: 'SQS did not do SendMessage: 400 Rate exceeded' }],
  ['does not answer', none, { name: 'NetworkingError' }],
])('three times are all if SQS %s each time', async (_, answer, expected) => {
  planned = [answer, answer, answer];
  await expect(send()).rejects.toMatchObject(expected);
  expect(asked).toHaveLength(3);
});

test('what another time cannot help is not sent again, and is told by its name', async () => {
  planned = [error(400, 'QueueDoesNotExist', 'The specified queue does not exist.')];
  await expect(send()).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'SQS did not do SendMessage: 400 The specified queue does not exist.',
  });
  expect(asked).toHaveLength(1);
});

const reasons = (response: ServerResponse) =>
  response.writeHead(400).end(
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: 'Transaction cancelled',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' } } }, { Code: 'None' }],
    }),
  );
const write = () =>
  dynamodb.send('TransactWriteItems', { TransactItems: [{ Put: { TableName: 'Item', Item: { pk: 'a' } } }] });

test('a transaction that is sent again is the same transaction', async () => {
  planned = [none, unavailable];
  await write();
  const tokens = asked.map(({ body }) => JSON.parse(body).ClientRequestToken);
  expect(tokens).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), tokens[0], tokens[0]]);
  await write();
  expect(JSON.parse(asked[3]?.body ?? '').ClientRequestToken).not.toBe(tokens[0]);
});

test('why a transaction was cancelled is told, and not asked again', async () => {
  planned = [reasons];
  await expect(write()).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: 'DynamoDB did not do TransactWriteItems: 400 Transaction cancelled',
    details: { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { pk: 'a' } }, { Code: 'None' }] },
  });
  expect(asked).toHaveLength(1);
});

test('items are sent and read wherever they stand, whatever a table is called', async () => {
  const item = { Item: { S: 'x' } };
  planned = [
    (response) =>
      response.end(JSON.stringify({ Responses: { Key: [item] }, UnprocessedKeys: { Item: { Keys: [item] } } })),
  ];
  const Keys = [{ Item: 'x' }];
  const answer = await dynamodb.send('BatchGetItem', { RequestItems: { Item: { Keys } } });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ RequestItems: { Item: { Keys: [item] } } });
  expect(answer).toEqual({ Responses: { Key: Keys }, UnprocessedKeys: { Item: { Keys } } });
});

test('an event is put in the protocol of EventBridge, over the connection that is there', async () => {
  await send();
  const before = connections;
  const Entries = [{ Source: 'shop', DetailType: 'Said', Detail: '{}' }];
  await eventbridge.send('PutEvents', { Entries });
  expect(asked[1]).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSEvents.PutEvents',
    body: JSON.stringify({ Entries }),
    authorization: expect.stringContaining('/eu-west-1/events/aws4_request'),
  });
  expect(connections).toBe(before);
});
