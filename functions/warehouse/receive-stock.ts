import { handle } from 'choreography/jobs';
import { warehouse } from './participant.ts';
import { addStock } from './stock.ts';

/** Adds a delivery to the stock. */
export const handler = handle(warehouse, 'receive-stock', async ({ items }) => ({
  writes: addStock(items),
  events: [],
}));
