import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import { type Ask, askBackend } from './ask.ts';
import { normal } from './compare.ts';
import { DIFFERENCES } from './differences.ts';
import { item, requestOn, TABLE } from './requests.ts';
import { startDynamoDbLocal } from './start-dynamodb-local.ts';

let here: Ask;
let there: Ask;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const dynamoDb = await startDynamoDb({ region: 'us-east-1' });
  stops.push(() => dynamoDb.stop());
  const { createTable, ...backend } = dynamoDb;
  await createTable(TABLE);
  here = askBackend(backend);
  const local = await startDynamoDbLocal();
  stops.push(local.stop);
  there = local.ask;
  await there('CreateTable', TABLE);
}, 300_000);
afterAll(async () => {
  for (const stop of stops) await stop();
});

const ask = async (operation: string, parameters: object) => {
  const [ours, theirs] = await Promise.all([here(operation, parameters), there(operation, parameters)]);
  return { ours, theirs };
};

test(
  'what DynamoDB Local answers is answered here, but for the differences that have a name',
  AS_LONG_AS_IT_TAKES,
  async () => {
    const seen = new Map<string, number>();
    const requests = item.chain((stored) => fc.record({ stored: fc.constant(stored), request: requestOn(stored) }));
    await fc.assert(
      fc.asyncProperty(requests, async ({ stored, request }) => {
        const { TableName } = TABLE;
        const Key = { pk: stored.pk, sk: stored.sk };
        const put = await ask('PutItem', { TableName, Item: stored });
        compare({ operation: 'PutItem', parameters: { TableName, Item: stored } }, put, seen);
        if (put.ours.error) return;
        compare(request, await ask(request.operation, request.parameters), seen);
        const read = { operation: 'GetItem', parameters: { TableName, Key, ConsistentRead: true } };
        compare(read, await ask(read.operation, read.parameters), seen);
      }),
      thorough(2000),
    );
    console.log([...seen].map(([name, times]) => `${times} times: ${name}`).join('\n'));
  },
);

function compare(
  request: { operation: string; parameters: Record<string, unknown> },
  { ours, theirs }: Awaited<ReturnType<typeof ask>>,
  seen: Map<string, number>,
): void {
  const [mine, other] = [ours, theirs].map((answer) => normal(request.operation, answer));
  if (JSON.stringify(mine) === JSON.stringify(other)) return;
  const known = DIFFERENCES.find((difference) => difference.matches({ request, ours, theirs }));
  if (!known) expect({ here: mine, request }).toEqual({ here: other, request });
  else seen.set(known.here, (seen.get(known.here) ?? 0) + 1);
}
