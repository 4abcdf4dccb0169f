import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import {
  DeleteIdentityCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ses, startSes } from '#local/ses/start-ses.ts';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';

let ses: Ses;
let server: Awaited<ReturnType<typeof serveBackend>>;
let client: SESClient;
beforeAll(async () => {
  ses = await startSes();
  server = await serveBackend(() => ses);
  client = new SESClient(localClient(server.url));
});
afterAll(async () => {
  client.destroy();
  await server.close();
  await ses.stop();
});

const email = (to: string[], subject: string) =>
  new SendEmailCommand({
    Source: 'shop@example.com',
    Destination: { ToAddresses: to, CcAddresses: ['copy@example.com'] },
    Message: {
      Subject: { Data: subject },
      Body: { Text: { Data: 'Grüße & <danke>' }, Html: { Data: '<p>Grüße</p>', Charset: 'UTF-8' } },
    },
  });

test('an email is in the inbox with all its recipients when SendEmail has answered', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const { MessageId } = await client.send(email(['ada@example.com', 'bob@example.com'], 'Your order'));
  expect(MessageId).toMatch(/./);
  const sent = (await ses.emails()).find(({ subject }) => subject === 'Your order');
  expect(sent).toMatchObject({
    to: ['ada@example.com', 'bob@example.com'],
    text: 'Grüße & <danke>',
    html: '<p>Grüße</p>',
  });
  expect(Date.parse(sent?.at ?? '')).toBeGreaterThanOrEqual(before);
});

test('a raw email is taken apart', async () => {
  const Data = Buffer.from('From: a@example.com\r\nTo: b@example.com\r\nSubject: Raw\r\n\r\nbody');
  await client.send(new SendRawEmailCommand({ RawMessage: { Data } }));
  expect(await ses.emails()).toContainEqual(
    expect.objectContaining({ to: ['b@example.com'], subject: 'Raw', text: expect.stringContaining('body') }),
  );
});

const raw = (headers: string) => Buffer.from(`From: a@example.com\r\n${headers}\r\n\r\nbody`);
const sentTo = async (title: string) => (await ses.emails()).find(({ subject }) => subject === title)?.to;

test('a raw email goes to its destinations, not to its headers', async () => {
  const Data = raw('To: header@example.com\r\nSubject: Enveloped');
  const Destinations = ['one@example.com', 'Two <two@example.com>'];
  await client.send(new SendRawEmailCommand({ RawMessage: { Data }, Destinations }));
  expect(await sentTo('Enveloped')).toEqual(['one@example.com', 'two@example.com']);
});

test('a list of addresses in a header is a list', async () => {
  const to = 'Ada <ada@example.com>, "B, Ob" <bob@example.com>,\r\n  team: carl@example.com, dora@example.com;';
  await client.send(new SendRawEmailCommand({ RawMessage: { Data: raw(`To: ${to}\r\nSubject: Listed`) } }));
  expect(await sentTo('Listed')).toEqual([
    'ada@example.com',
    'bob@example.com',
    'carl@example.com',
    'dora@example.com',
  ]);
});

test('a raw email of SES v2 goes to its destination, too', async () => {
  const Data = raw('To: header@example.com\r\nSubject: Enveloped v2').toString('base64');
  await sendV2({ Content: { Raw: { Data } }, Destination: { ToAddresses: ['v2@example.com'] } });
  expect(await sentTo('Enveloped v2')).toEqual(['v2@example.com']);
});

test('an email to nobody, and one to more than 50, is refused by both versions', async () => {
  const many = Array.from({ length: 51 }, (_, at) => `to-${at}@example.com`);
  const Data = raw('Subject: x');
  const rawTo = (Destinations: string[]) =>
    client.send(new SendRawEmailCommand({ RawMessage: { Data }, Destinations }));
  await expect(rawTo([])).rejects.toThrow('Missing recipients.');
  await expect(rawTo(many)).rejects.toThrow('Recipient count exceeds 50.');
  await expect(client.send(email(many.slice(1), 'x'))).rejects.toThrow('Recipient count exceeds 50.');
  const Content = { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } } };
  for (const ToAddresses of [[], many])
    expect(await sendV2({ FromEmailAddress: 'a@example.com', Content, Destination: { ToAddresses } })).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'BadRequestException' },
    });
});

const sendV2 = (body: object) =>
  ses.handle({
    method: 'POST',
    path: '/v2/email/outbound-emails',
    headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 Credential=test' },
    body: Buffer.from(JSON.stringify(body)),
  });

test('an email of SES v2 is in the same inbox', async () => {
  const answer = await sendV2({
    FromEmailAddress: 'shop@example.com',
    Destination: { ToAddresses: ['v2@example.com'] },
    Content: { Simple: { Subject: { Data: 'From v2' }, Body: { Text: { Data: 'text' } } } },
  });
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('MessageId') });
  expect(await ses.emails()).toContainEqual(expect.objectContaining({ to: ['v2@example.com'], subject: 'From v2' }));
});

test('what cannot be sent is refused with an error that the client reads', async () => {
  await expect(client.send(email(['no-domain'], 'x'))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: "Missing final '@domain' in no-domain",
  });
  const empty = new SendEmailCommand({
    Source: 'shop@example.com',
    Destination: { ToAddresses: ['a@example.com'] },
    Message: { Subject: { Data: 'x' }, Body: {} },
  });
  await expect(client.send(empty)).rejects.toThrow('must have either a HTML or Text body');
  await expect(client.send(new GetSendQuotaCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' });
});

test('every identity is verified, and those that were asked for are listed', async () => {
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: 'shop@example.com' }));
  expect((await client.send(new ListIdentitiesCommand({ IdentityType: 'EmailAddress' }))).Identities).toEqual([
    'shop@example.com',
  ]);
  const { VerificationAttributes } = await client.send(
    new GetIdentityVerificationAttributesCommand({ Identities: ['shop@example.com', 'example.org'] }),
  );
  expect(VerificationAttributes).toEqual({
    'shop@example.com': { VerificationStatus: 'Success' },
    'example.org': { VerificationStatus: 'Success' },
  });
  await client.send(new DeleteIdentityCommand({ Identity: 'shop@example.com' }));
  expect((await client.send(new ListIdentitiesCommand({}))).Identities).toEqual([]);
});

test('the inbox is a page on 127.0.0.1, and no other address of the machine reaches it', async () => {
  expect(ses.inboxUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const page = await fetch(ses.inboxUrl);
  expect(page.headers.get('content-type')).toContain('text/html');
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid);
  for (const { address } of others) {
    expect(await connects(address, Number(new URL(ses.inboxUrl).port))).toBe(false);
  }
});

test('a second SES has an inbox of its own', async () => {
  const other = await startSes();
  await client.send(email(['ada@example.com'], 'for the first'));
  expect(await other.emails()).toEqual([]);
  await other.stop();
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
