import { canonicalNumber } from '#local/dynamodb/values/number.ts';
import type { Answer } from './ask.ts';
import { normal } from './compare.ts';
import type { Request } from './requests.ts';

/** A class of answers in which DynamoDB Local differs from this project, and why this project stays as it is. */
export interface Difference {
  readonly here: string;
  readonly dynamoDbLocal: string;
  /** The page, recording or report by which it is right here; or that no page says it. */
  readonly source: string;
  matches(asked: { request: Request; ours: Answer; theirs: Answer }): boolean;
}

const bothRefuse = (ours: Answer, theirs: Answer) =>
  ours.error === 'ValidationException' && theirs.error === 'ValidationException';
const areSame = (operation: string, ours: unknown, theirs: unknown) =>
  JSON.stringify(normal(operation, plainNumbers(ours) as Answer)) ===
  JSON.stringify(normal(operation, plainNumbers(theirs) as Answer));
const says = ({ message }: Answer, ...texts: string[]) => texts.some((text) => String(message).includes(text));

export const DIFFERENCES: readonly Difference[] = [
  {
    here: 'A number is told in its plain form wherever it is: `+5` in a map is `5`',
    dynamoDbLocal: 'It keeps the form of a number within lists and maps',
    source: 'no page says it; dynalite, whose tests were run at AWS, has the plain form',
    matches: ({ request, ours, theirs }) => areSame(request.operation, ours, theirs),
  },
  {
    here: '`UPDATED_OLD` and `UPDATED_NEW` have the part of an attribute that was changed',
    dynamoDbLocal: 'It tells the whole attribute',
    source: 'reported of AWS: nubo-db/dynoxide, issue 36; ExtendDB/extenddb, issue 98; dynalite’s tests',
    matches: ({ request, ours, theirs }) =>
      String(request.parameters.ReturnValues).startsWith('UPDATED_') &&
      areSame(request.operation, { ...ours, Attributes: undefined }, { ...theirs, Attributes: undefined }),
  },
  {
    here: 'A Scan of a local index that fetches what the index lacks takes capacity of the table, as a Query does',
    dynamoDbLocal: 'Its Scan fetches for nothing',
    source:
      '[DynamoDB Developer Guide: Local secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html)',
    matches: ({ request, ours, theirs }) =>
      request.operation === 'Scan' &&
      request.parameters.IndexName === 'local' &&
      areSame('Scan', { ...ours, ConsumedCapacity: undefined }, { ...theirs, ConsumedCapacity: undefined }),
  },
  {
    here: 'A Scan of an index is filtered by what it gives: what an index lacks is not there, unless it is fetched',
    dynamoDbLocal: 'Its Scan is filtered by the whole item of the table',
    source:
      'of global indexes [DynamoDB Developer Guide: Global secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html); of local ones no page says it',
    matches: ({ request: { operation, parameters }, ours, theirs }) =>
      operation === 'Scan' &&
      parameters.IndexName !== undefined &&
      parameters.FilterExpression !== undefined &&
      !ours.error &&
      !theirs.error &&
      ours.ScannedCount === theirs.ScannedCount,
  },
  {
    here: 'Items that have the same key in an index come in the order of a hash',
    dynamoDbLocal: 'They come in another order, so that another one is on a limited page',
    source: 'no page says an order',
    matches: ({ request, ours, theirs }) =>
      request.operation === 'Query' &&
      request.parameters.IndexName !== undefined &&
      !ours.error &&
      !theirs.error &&
      (request.parameters.Limit !== undefined || areSame('Scan', ours, theirs)),
  },
  {
    here: 'A key of an index of the wrong type is told with its name, the types and the index',
    dynamoDbLocal: 'It says `Type mismatch for Index Key` or `Invalid attribute value type`',
    source: 'dynalite’s tests, which were run at AWS',
    matches: ({ ours, theirs }) =>
      bothRefuse(ours, theirs) &&
      says(ours, 'Type mismatch for Index Key') &&
      says(theirs, 'Type mismatch for Index Key', 'Invalid attribute value type'),
  },
  {
    here: 'A number that is none, or has too many digits, is told in the words of AWS',
    dynamoDbLocal: 'It has words of its own',
    source: 'dynalite’s tests, which were run at AWS',
    matches: ({ ours, theirs }) =>
      bothRefuse(ours, theirs) &&
      says(theirs, 'cannot be converted into a number', 'only supports precision up to 38 digits') &&
      says(ours, 'cannot be converted to a numeric value', 'more than 38 significant digits'),
  },
  {
    here: 'A key that a Query lacks is told by its name',
    dynamoDbLocal: 'It does not tell which',
    source: 'dynalite’s tests, which were run at AWS',
    matches: ({ ours, theirs }) => bothRefuse(ours, theirs) && String(ours.message).startsWith(`${theirs.message}: `),
  },
  {
    here: 'Bytes in a message are in base64',
    dynamoDbLocal: 'It shows the object of its own language',
    source: 'no page says it',
    matches: ({ ours, theirs }) => bothRefuse(ours, theirs) && says(theirs, 'java.nio.HeapByteBuffer'),
  },
  {
    here: 'Of several faults in one request, the first as the expressions are read is told',
    dynamoDbLocal: 'It tells another one of them',
    source: 'no page says an order',
    matches: ({ ours, theirs }) => bothRefuse(ours, theirs),
  },
];

function plainNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name === 'N' && typeof inner === 'string') return [name, canonicalNumber(inner)];
      return [name, plainNumbers(inner)];
    }),
  );
}
