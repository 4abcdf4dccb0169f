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
  /** Only what has a greater place is read. */
  readonly after?: string;
}

/**
 * The next entries of some lists together, the greatest place first: below `before`, and not below `from`. Fewer than `limit` are there
 * only at the end of the lists.
 */
export async function latest(
  lists: readonly List[],
  { before, from, limit }: { before: string; from: string; limit: number },
): Promise<Entry[]> {
  if (before <= from) return [];
  // One more, since BETWEEN includes its ends.
  const parts = await Promise.all(
    lists.flatMap((list) =>
      list.partitions.map((partition) =>
        query(list, partition, { from, to: before, limit: limit + 1, latestFirst: true }),
      ),
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
export async function* pagesUpTo(list: List, to: string, limit: number): AsyncGenerator<Entry[]> {
  const {
    after = '',
    partitions: [partition = ''],
  } = list;
  if (after >= to) return;
  const pages = queryPages(queryInput(list, partition, { from: '0', to, limit, latestFirst: false }));
  for await (const { Items = [] } of pages) yield entriesOf(list, Items);
}

interface Range {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly latestFirst: boolean;
}

async function query(list: List, partition: string, range: Range): Promise<Entry[]> {
  // DynamoDB refuses a range that ends before it begins.
  if (list.after !== undefined && list.after >= range.to) return [];
  const { Items = [] } = await dynamodb.send('Query', queryInput(list, partition, range));
  return entriesOf(list, Items);
}

const queryInput = (
  { index: { name, partitionKey, sortKey }, after = '' }: List,
  partition: string,
  { from, to, limit, latestFirst }: Range,
): QueryCommandInput => ({
  TableName: environment('TABLE_NAME'),
  IndexName: name,
  KeyConditionExpression: '#partition = :partition AND #place BETWEEN :from AND :to',
  ExpressionAttributeNames: { '#partition': partitionKey, '#place': sortKey },
  ExpressionAttributeValues: { ':partition': partition, ':from': from > after ? from : after, ':to': to },
  ScanIndexForward: !latestFirst,
  Limit: limit,
});

const entriesOf = ({ index, after = '' }: List, items: readonly Record<string, unknown>[]): Entry[] =>
  items
    .map((item) => ({ place: String(item[index.sortKey]), pk: String(item.pk), sk: String(item.sk) }))
    .filter(({ place }) => place > after);

/** Greater than every place: none begins with a letter. */
export const LAST_SORT_KEY = '~';
