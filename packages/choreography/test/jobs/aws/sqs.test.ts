import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
let asked: IncomingMessage['headers'][] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers);
    request.resume().on('end', () => (planned.shift() ?? done)(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'session' };
  Object.assign(process.env, { AWS_ENDPOINT_URL_SQS, AWS_REGION: 'eu-west-1', ...credentials });
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
