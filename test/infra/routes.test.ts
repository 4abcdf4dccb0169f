import { describe, expect, test } from 'vitest';
import { resourcesOf, synthesized } from './synthesized.ts';

const rules = resourcesOf(await synthesized(), 'AWS::Events::Rule');

describe('Routes:', () => {
  test('a rule for each event that a job hears, on source and detail-type', () => {
    const routes = rules.map(({ Properties }) => [Properties.Description, Properties.EventPattern]);
    expect(Object.fromEntries(routes)).toEqual({
      'email/confirm-order hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'email/announce-dispatch hears OrderDispatched': {
        source: ['shop.warehouse'],
        'detail-type': ['OrderDispatched'],
      },
      'email/apologise hears OrderRejected': { source: ['shop.warehouse'], 'detail-type': ['OrderRejected'] },
      'warehouse/dispatch-order hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'warehouse/receive-stock hears StockReceived': { source: ['shop.supplier'], 'detail-type': ['StockReceived'] },
      'rewards/award-points hears OrderPlaced': { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] },
      'rewards/reverse-points hears OrderRejected': { source: ['shop.warehouse'], 'detail-type': ['OrderRejected'] },
      'monitor/record hears all but shop.monitor': { source: [{ 'anything-but': ['shop.monitor'] }] },
    });
  });
});
