import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromAttributes, toAttributes } from '#jobs/aws/attribute-value.ts';

/** The SDK's document client, whose requests are answered here. */
let sent = '';
let answer: object = {};
const sdk = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async ({ body }: { body: Uint8Array }) => {
        sent = Buffer.from(body).toString();
        const response = { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
        return { response: new HttpResponse(response) };
      },
    },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

const numbers = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isKept));
function isKept(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}
const bytes = fc.uint8Array({ minLength: 1 });
const sets = fc.oneof(
  fc.uniqueArray(fc.string(), { minLength: 1 }),
  fc.uniqueArray(fc.maxSafeInteger(), { minLength: 1 }),
  fc.array(bytes, { minLength: 1, maxLength: 3 }),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    numbers,
    fc.boolean(),
    fc.constantFrom(null, undefined),
    bytes,
    sets.map((each) => new Set<unknown>(each)),
    fc.array(tie('value').filter((each) => each !== undefined)),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));
const items = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  values,
);

test('an item is sent as the SDK sends it', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (Item) => {
      answer = {};
      await sdk.send(new PutCommand({ TableName: 'items', Item }));
      expect(toAttributes(Item)).toEqual(JSON.parse(sent).Item);
    }),
  );
});

test('an item is read as the SDK reads it', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (Item) => {
      answer = { Item: toAttributes(Item) };
      const read = await sdk.send(new GetCommand({ TableName: 'items', Key: { pk: '1' } }));
      expect(fromAttributes(toAttributes(Item))).toEqual(read.Item);
    }),
  );
});

test.each([
  ['a function', () => {}, 'DynamoDB has no type for function.'],
  ['a date', new Date(0), 'DynamoDB has no type for Date.'],
  ['no number', Number.NaN, 'DynamoDB cannot keep the number NaN.'],
  ['a number beyond what is exact', 2 ** 53, 'DynamoDB cannot keep the number 9007199254740992.'],
  ['an empty set', new Set(), 'DynamoDB has no empty set.'],
  ['a set of booleans', new Set([true]), 'DynamoDB has no set of true.'],
])('%s is refused', (_, value, message) => {
  expect(() => toAttributes({ value })).toThrow(message);
});

test('a number that JavaScript cannot have is refused where it is read', () => {
  expect(() => fromAttributes({ n: { N: '12345678901234567890' } })).toThrow('exactly 12345678901234567890');
});
