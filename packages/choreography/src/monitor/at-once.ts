/**
 * Does some work for each item, for at most `maxConcurrency` items at a time. Returns the results in the order of the items. Rejects with
 * the first error, like `Promise.all`.
 */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  maxConcurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, items.length) }, worker));
  return results;
}

/** The most concurrent requests to DynamoDB: the SDK keeps fifty connections. */
export const AT_ONCE = 32;
