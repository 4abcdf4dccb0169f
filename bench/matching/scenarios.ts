/** Rules and events of a shop with very many rules, as JSON texts: what both matchers are given. */
export interface Scenario {
  readonly patterns: readonly string[];
  readonly events: readonly string[];
}

const KINDS = 40;
const EVENTS = 500;

/**
 * A bus of `rules` rules as they are written in practice, in equal parts: one event of one source, and the same narrowed by a literal,
 * a prefix, a range of numbers, a wildcard, or what it must not be.
 */
export function scenario(rules: number): Scenario {
  const patterns = Array.from({ length: rules }, (_, rule) => ({
    source: [`shop.participant-${rule % 7}`],
    'detail-type': [`Event${rule % KINDS}`],
    ...narrowed(rule),
  }));
  const events = Array.from({ length: EVENTS }, (_, event) => anEvent(event));
  return { patterns: patterns.map((each) => JSON.stringify(each)), events: events.map((each) => JSON.stringify(each)) };
}

function narrowed(rule: number): object {
  const n = Math.floor(rule / 6);
  switch (rule % 6) {
    case 1:
      return { detail: { data: { order: { customer: { id: [`c-${n}`] } } } } };
    case 2:
      return { detail: { data: { order: { id: [{ prefix: `o-${n}` }] } } } };
    case 3:
      return { detail: { data: { order: { total: { amount: [{ numeric: ['>=', n * 10, '<', n * 10 + 50] }] } } } } };
    case 4:
      return { detail: { data: { order: { customer: { email: [{ wildcard: `customer-${n}*@*.example` }] } } } } };
    case 5:
      return { detail: { data: { order: { country: [{ 'anything-but': ['NL', 'BE'] }] } } } };
    default:
      return {};
  }
}

function anEvent(n: number): object {
  const price = { amount: 1050 + n, currency: 'EUR' };
  return {
    version: '0',
    id: `17793124-05d4-b198-2fde-7ededc63${1000 + n}`,
    'detail-type': `Event${n % KINDS}`,
    source: `shop.participant-${n % 7}`,
    account: '000000000000',
    time: '2026-11-25T12:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      metadata: { eventId: `e-${n}`, correlationId: `o-${n}`, causationId: null, hops: n % 5, version: 1 },
      data: {
        order: {
          id: `o-${n}`,
          country: n % 3 === 0 ? 'NL' : 'DE',
          customer: { id: `c-${n}`, name: 'Grace Hopper', email: `customer-${n}@shop.example` },
          items: [
            { sku: `sku-${n % 50}`, name: 'Compiler', quantity: 1 + (n % 3), unitPrice: price },
            { sku: 'manual', name: 'Manual', quantity: 1, unitPrice: price },
          ],
          total: { amount: n, currency: 'EUR' },
        },
      },
    },
  };
}
