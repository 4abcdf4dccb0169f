import { readdirSync, readFileSync } from 'node:fs';
import type { EventContract } from 'choreography';
import { describe, expect, it } from 'vitest';
import * as glossary from '../../events/glossary.ts';

const folder = new URL('../../events/samples/', import.meta.url);
const contracts: readonly EventContract[] = Object.values(glossary);

interface Entry {
  Source: string;
  DetailType: string;
  EventBusName: string;
  Detail: string;
}

describe('every sample for the AWS CLI', () => {
  const files = readdirSync(folder);

  it('is there for an order, an order out of stock and a delivery', () => {
    expect(files).toEqual(
      expect.arrayContaining(['order-placed.json', 'order-placed-out-of-stock.json', 'stock-received.json']),
    );
  });

  it.each(files)('%s fits the contract of each of its entries', (file) => {
    const entries: Entry[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    expect(entries.length).toBeGreaterThan(0);
    for (const { Source, DetailType, EventBusName, Detail } of entries) {
      const contract = contracts.find(({ source, type }) => source === Source && type === DetailType);
      expect(contract, `${Source} ${DetailType} has no contract`).toBeDefined();
      expect(contract?.data.strict().safeParse(JSON.parse(Detail).data).error).toBeUndefined();
      expect(EventBusName).toBe('checkout');
    }
  });

  it.each(files.filter((file) => file.startsWith('order-placed')))('%s adds up to its total', (file) => {
    for (const { Detail } of JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Entry[]) {
      const { order } = glossary.OrderPlaced.data.parse(JSON.parse(Detail).data);
      const sum = order.items.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice.amount, 0);
      expect(order.total.amount).toBe(sum);
    }
  });
});
