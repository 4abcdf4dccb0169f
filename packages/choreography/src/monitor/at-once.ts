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

/** Does some work for each batch of at most `size` items, as `eachAtOnce` does it for each item. */
export async function eachBatchAtOnce<Item, Result>(
  items: readonly Item[],
  size: number,
  maxConcurrency: number,
  work: (batch: readonly Item[]) => Promise<Result>,
): Promise<Result[]> {
  const batches = Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
  return eachAtOnce(batches, maxConcurrency, work);
}

/** The most concurrent requests to DynamoDB: a function keeps fifty connections. */
export const AT_ONCE = 32;
