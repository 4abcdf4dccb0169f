import { addAmounts, type DividedAmount, readAmounts, type TableReader, type Write } from 'choreography/jobs';
import type { StockLine } from '../../events/fragments/stock-line.ts';

/** The pieces of an article that nobody has reserved are an amount, divided where there are many. */
const stockKey = (sku: string): string => `stock#${sku}`;

const amountsOf = (lines: readonly StockLine[]): ReadonlyMap<string, number> =>
  new Map(perArticle(lines).map(({ sku, quantity }) => [stockKey(sku), quantity]));

/** Adds received goods. */
export const addStock = (lines: readonly StockLine[]): Write[] => addAmounts(amountsOf(lines));

/** Reads the stock of each article that an order wants, with the writes that reserve it. */
export async function readStock(
  table: TableReader,
  lines: readonly StockLine[],
  orderId: string,
): Promise<(StockLine & DividedAmount)[]> {
  const stock = await readAmounts(table, amountsOf(lines), orderId);
  return perArticle(lines).map((line) => ({
    ...line,
    ...(stock.get(stockKey(line.sku)) ?? { available: 0, take: [] }),
  }));
}

/** Adds up the lines of one article, since a transaction may touch an item only once. */
export function perArticle(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}
