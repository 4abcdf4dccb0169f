import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ServiceError } from '#jobs/aws/json-service.ts';
import { ses } from '#jobs/aws/ses.ts';

type Answer = (response: ServerResponse) => void;

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const METADATA = '<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>';
const taken =
  (id: string): Answer =>
  (response) =>
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<SendEmailResponse xmlns="${NAMESPACE}">\n  <SendEmailResult>\n    <MessageId>${id}</MessageId>\n  </SendEmailResult>\n  ${METADATA}\n</SendEmailResponse>`,
    );
const refused =
  (status: number, code: string, message: string): Answer =>
  (response) =>
    response
      .writeHead(status)
      .end(
        `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
      );

let server: Server;
let answer: Answer;
let asked: { headers: IncomingHttpHeaders; path: string; body: string }[] = [];
let sdk: SESClient;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ headers: request.headers, path: request.url ?? '', body: String(Buffer.concat(chunks)) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'session' };
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_REGION: 'eu-west-1', ...credentials });
  sdk = new SESClient({ maxAttempts: 1 });
});
afterAll(() => {
  sdk.destroy();
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = taken('m-1');
});

const EMAIL: SendEmailCommandInput = {
  Source: 'shop@example.com',
  Destination: { ToAddresses: ['ada@example.com'] },
  Message: { Subject: { Data: 'Your order' }, Body: { Text: { Data: "It's on its way (today)!" } } },
};
const failure = (sent: Promise<unknown>): Promise<Error> =>
  sent.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

test('an email is sent as the SDK sends it, and signed for SES', async () => {
  await ses.send('SendEmail', EMAIL);
  await sdk.send(new SendEmailCommand(EMAIL));
  const [ours, theirs] = asked;
  expect(ours?.body).toBe(theirs?.body);
  expect(ours?.path).toBe(theirs?.path);
  expect(ours?.headers['content-type']).toBe(theirs?.headers['content-type']);
  expect(ours?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-west-1\/ses\/aws4_request/);
});

test('whatever an email holds, it is sent as the SDK sends it', async () => {
  const text = fc.string({ unit: 'grapheme' });
  const content = fc.record({ Data: text, Charset: fc.option(text, { nil: undefined }) });
  const addresses = fc.option(fc.array(text, { maxLength: 12 }), { nil: undefined });
  const email = fc.record({
    Source: text,
    Destination: fc.record({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
    Message: fc.record({
      Subject: content,
      Body: fc.record({ Text: fc.option(content, { nil: undefined }), Html: fc.option(content, { nil: undefined }) }),
    }),
    ReplyToAddresses: addresses,
    Tags: fc.option(fc.array(fc.record({ Name: text, Value: text }), { maxLength: 3 }), { nil: undefined }),
    ConfigurationSetName: fc.option(text, { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(email, async (input) => {
      asked = [];
      await ses.send('SendEmail', input);
      await sdk.send(new SendEmailCommand(input));
      const [ours, theirs] = asked.map(({ body }) => [...new URLSearchParams(body)].sort());
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 100 },
  );
});

test('the id of an email is what the SDK reads', async () => {
  answer = taken('0102&lt;a&#62;&amp;&#xB7;-000000');
  const { MessageId } = await ses.send('SendEmail', EMAIL);
  expect(MessageId).toBe('0102<a>&·-000000');
  expect((await sdk.send(new SendEmailCommand(EMAIL))).MessageId).toBe(MessageId);
});

test('what SES refuses is told by its name and in its words, as the SDK tells it', async () => {
  answer = refused(400, 'MessageRejected', 'Email address is not verified: &lt;ada@example.com&gt;');
  const error = await failure(ses.send('SendEmail', EMAIL));
  const theirs = await failure(sdk.send(new SendEmailCommand(EMAIL)));
  expect(error).toMatchObject({ name: theirs.name, status: 400, details: { Message: theirs.message } });
  expect(error.message).toBe('SES did not do SendEmail: 400 Email address is not verified: <ada@example.com>');
});

test.each<[string, Answer, string]>([
  ['throttles', refused(400, 'Throttling', 'Maximum sending rate exceeded.'), 'Throttling'],
  ['is not available', refused(503, 'ServiceUnavailable', 'Later.'), 'ServiceUnavailable'],
  ['does not answer', (response) => response.destroy(), 'NetworkingError'],
])('an email is sent once, also when SES %s', async (_, given, name) => {
  answer = given;
  const error = await failure(ses.send('SendEmail', EMAIL));
  expect(error).toBeInstanceOf(ServiceError);
  expect(error.name).toBe(name);
  expect(asked).toHaveLength(1);
});

test.each<[string, Answer]>([
  ['no answer', (response) => response.destroy()],
  ['the answer of something in between', (response) => response.writeHead(504).end('<html>Gateway Timeout</html>')],
])('%s does not say that the email was not taken', async (_, given) => {
  answer = given;
  expect(await failure(ses.send('SendEmail', EMAIL))).toMatchObject({ status: undefined });
});
