import type { Item, Write } from 'choreography/jobs';
import type { StockLine } from '../../events/fragments/stock-line.ts';

/** The key of an article's stock: `{ pk, available }`, pieces that nobody has reserved. */
export const stockKey = (sku: string): string => `stock#${sku}`;

/** The pieces available of an article, 0 for one that was never received. */
export const available = (stock: Item | undefined): number => Number(stock?.available ?? 0);

/** Adds received goods. */
export const addStock = ({ sku, quantity }: StockLine): Write => ({
  Update: {
    Key: { pk: stockKey(sku) },
    UpdateExpression: 'ADD available :quantity',
    ExpressionAttributeValues: { ':quantity': quantity },
  },
});

/** Reserves goods; fails rather than let the stock fall below zero. */
export const takeStock = ({ sku, quantity }: StockLine): Write => ({
  Update: {
    Key: { pk: stockKey(sku) },
    UpdateExpression: 'SET available = available - :quantity',
    ConditionExpression: 'available >= :quantity',
    ExpressionAttributeValues: { ':quantity': quantity },
  },
});

/** Adds up the lines of one article, since a transaction may touch an item only once. */
export function perArticle(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}
