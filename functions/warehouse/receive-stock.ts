import { handle } from 'choreography/jobs';
import { warehouse } from './participant.ts';
import { addStock, perArticle } from './stock.ts';

/** Adds a delivery to the stock. */
export const handler = handle(warehouse, 'receive-stock', async ({ items }) => ({
  writes: perArticle(items).map(addStock),
  events: [],
}));
