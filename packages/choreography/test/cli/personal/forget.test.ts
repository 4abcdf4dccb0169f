import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { forget } from '#cli/personal/forget.ts';
import { StateFile } from '#local/state/state-file.ts';
import { anAssembly, queue } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';
import { choreography } from '../dead-letters/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'forget-'));
const state = join(folder, 'state.log');
let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
afterEach(() => local?.runtime.stop());
afterAll(() => rmSync(folder, { recursive: true }));

/** A project of others: nothing of this package is in its templates. */
const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    ...{ TableName: 'members', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }] },
    ...{ KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
  },
};
const contract = {
  Type: 'AWS::EventSchemas::Schema',
  Properties: {
    ...{ RegistryName: 'r', SchemaName: 'club@MemberJoined', Type: 'JSONSchemaDraft4' },
    Content: JSON.stringify({
      properties: {
        source: { const: 'club' },
        'detail-type': { const: 'MemberJoined' },
        detail: { properties: { member: { properties: { id: {}, name: { 'x-personal': true } } } } },
      },
    }),
  },
};
const resources = { Members: table, Waiting: queue('waiting') };

/** Starts it with what it kept, with a member in its table and a message about them. */
async function start(cdkOut: string, ...put: string[]) {
  await local?.runtime.stop();
  local = await aRuntime(cdkOut, { state: new StateFile(state) });
  const tables = new DynamoDBClient(local.access);
  for (const id of put) {
    const member = { M: { id: { S: id }, name: { S: `Name of ${id}` } } };
    await tables.send(new PutItemCommand({ TableName: 'members', Item: { id: { S: id }, member } }));
    await new SQSClient(local.access).send(
      new SendMessageCommand({
        QueueUrl: `${local.runtime.endpoint}/000000000000/waiting`,
        MessageBody: JSON.stringify({ member: { id, name: `Name of ${id}` } }),
      }),
    );
  }
  const { endpoint } = local.runtime;
  return {
    forget: async (party: string, ...more: string[]) =>
      (await choreography(['forget', party, cdkOut, '--endpoint-url', endpoint, ...more])).out,
    items: async () => JSON.stringify((await tables.send(new ScanCommand({ TableName: 'members' }))).Items),
  };
}

test('Tables and queues of others are gone through; what no contract marks is said, and stays', async () => {
  const { forget: forgetHere, items } = await start(anAssembly(resources), 'm-1', 'm-2');
  const told = await forgetHere('m-1');
  expect(told).toContain('queue waiting: removed 1 message');
  expect(told).toContain('1 items of members that tell of m-1: no contract marks what is personal in them');
  expect(await items()).toContain('Name of m-1');
  expect(await forgetHere('m-1')).toContain('queue waiting: removed 0 messages');
});

test('What a runtime has kept is rid of a person too: in the file, after another start, and the second time', async () => {
  const templates = anAssembly({ ...resources, Contract: contract });
  const first = await start(templates, 'm-1', 'm-2');
  await first.forget('m-1', '--dry-run');
  expect(readFileSync(state, 'utf8')).toContain('Name of m-1');
  const told = await first.forget('m-1');
  expect(told).toContain('table members: removed 0 outcomes, masked 1 item');
  expect(told).toContain('kept state of this runtime: written anew');
  expect(readFileSync(state, 'utf8')).not.toContain('Name of m-1');
  const second = await start(templates);
  expect(await second.items()).not.toContain('Name of m-1');
  expect(await second.items()).toContain('Name of m-2');
  expect((await second.forget('m-1')).match(/removed [1-9]|masked [1-9]/g)).toBeNull();
  await local?.runtime.stop();
  expect(readFileSync(state, 'utf8')).not.toContain('Name of m-1');
});

test('A file of kept state is its owner’s alone, also one that was open to others before', () => {
  const path = join(folder, 'old.log');
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  const file = new StateFile(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.put('a', 1);
  file.compact();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.close();
});

test.each(['', ' '])('Nobody has the id "%s": that is said before anything is read', async (id) => {
  await expect(forget(id, [], {})).rejects.toThrow(
    `Whose data? "${id}" is nobody's id: give the person's id in events, such as a reader's.`,
  );
});
