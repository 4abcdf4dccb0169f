import { expect, it } from 'vitest';
import { ITEMS, type Item } from '#cost/prices/price.ts';
import { PRICED_REGIONS, PRICES } from '#cost/prices/prices.ts';
import { QUOTAS } from '#cost/prices/quotas.ts';

it('Each price and quota has its region, unit, date and the page that tells it', () => {
  for (const { unit, date, source } of [...PRICES, ...QUOTAS]) {
    expect(unit).not.toBe('');
    expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(source).toMatch(/^(AWS|Amazon) .+ \(https:\/\/[\w.-]*(aws\.amazon\.com|amazonaws\.com)\/.+\)$/);
  }
});

it('No price stands twice for an item and a region', () => {
  const keys = PRICES.map(({ item, region }) => `${item} ${region}`);
  expect(new Set(keys).size).toBe(keys.length);
});

it('Northern Virginia has a price for each item, other regions for those that could be verified', () => {
  expect(PRICED_REGIONS).toEqual(['us-east-1', 'eu-west-1', 'eu-central-1']);
  const priced = PRICES.filter(({ region }) => region === 'us-east-1').map(({ item }) => item);
  expect(priced.sort()).toEqual((Object.keys(ITEMS) as Item[]).sort());
});
