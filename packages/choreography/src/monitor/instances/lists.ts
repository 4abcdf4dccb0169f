import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { dynamodb, queryPages } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';

/** An item in a list: its place, and its key in the table. */
export interface Entry {
  readonly place: string;
  readonly pk: string;
  readonly sk: string;
}

/** A sparse index that holds keys alone, and the partitions of it that are one list. */
export interface List {
  readonly index: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partitions: readonly string[];
}

/**
 * The next entries of a list, the greatest place first: below `before`, and not below `from`. Fewer than `limit` are there
 * only at the end of the list.
 */
export async function latest(
  list: List,
  { before, from, limit }: { before: string; from: string; limit: number },
): Promise<Entry[]> {
  if (before <= from) return [];
  // One more, since BETWEEN includes its ends.
  const parts = await Promise.all(
    list.partitions.map((partition) =>
      query(list, partition, { from, to: before, limit: limit + 1, latestFirst: true }),
    ),
  );
  return parts
    .flat()
    .filter(({ place }) => place < before)
    .sort((a, b) => (a.place > b.place ? -1 : 1))
    .slice(0, limit);
}

/** The first entries of each partition of a list up to a place. */
export async function entriesUpTo(list: List, to: string, limit: number): Promise<Entry[]> {
  const parts = await Promise.all(
    list.partitions.map((partition) => query(list, partition, { from: '0', to, limit, latestFirst: false })),
  );
  return parts.flat();
}

/** The entries of one partition of a list up to a place, page by page, also while they leave the list. */
export async function* pagesUpTo(
  { index, partitions: [partition = ''] }: List,
  to: string,
  limit: number,
): AsyncGenerator<Entry[]> {
  const pages = queryPages(queryInput(index, partition, { from: '0', to, limit, latestFirst: false }));
  for await (const { Items = [] } of pages) yield Items.map((item) => entryOf(index, item));
}

interface Range {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly latestFirst: boolean;
}

async function query({ index }: List, partition: string, range: Range): Promise<Entry[]> {
  const { Items = [] } = await dynamodb.send('Query', queryInput(index, partition, range));
  return Items.map((item) => entryOf(index, item));
}

const queryInput = (
  { name, partitionKey, sortKey }: List['index'],
  partition: string,
  { from, to, limit, latestFirst }: Range,
): QueryCommandInput => ({
  TableName: environment('TABLE_NAME'),
  IndexName: name,
  KeyConditionExpression: '#partition = :partition AND #place BETWEEN :from AND :to',
  ExpressionAttributeNames: { '#partition': partitionKey, '#place': sortKey },
  ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': to },
  ScanIndexForward: !latestFirst,
  Limit: limit,
});

const entryOf = ({ sortKey }: List['index'], item: Record<string, unknown>): Entry => ({
  place: String(item[sortKey]),
  pk: String(item.pk),
  sk: String(item.sk),
});

/** Greater than every place: none begins with a letter. */
export const LAST_SORT_KEY = '~';
