import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import type { Engine } from '#local/dynamodb/operation.ts';
import { checkAttributes, type PageRequest, readPage } from './read-page.ts';
import { placeOfStartKey } from './start-key.ts';

/** How many parts the keys can be divided in, by the first three digits of their hash. */
const PARTS = 16 ** 3;

/** One page of a Scan. @throws DynamoDbError ValidationException */
export function scan(request: PageRequest, engine: Pick<Engine, 'items' | 'count'>): Fields {
  const { data, schema, index } = request;
  checkAttributes(request);
  const { TotalSegments: total = 1, Segment: segment = 0 } = data as { TotalSegments?: number; Segment?: number };
  const from = partOf(segment / total);
  const to = segment + 1 < total ? partOf((segment + 1) / total) : '~';
  const start = data.ExclusiveStartKey as Item | undefined;
  const place = start && placeOfStartKey(start, schema, index);
  if (place && (place < from || place >= to))
    throw validationError(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${total} Segment: ${segment}`,
    );
  return readPage(request, place ? { gt: place, lt: to } : { gte: from, lt: to }, engine);
}

function partOf(share: number): string {
  return Math.ceil(PARTS * share)
    .toString(16)
    .padStart(3, '0');
}
