import { describe, expect, test } from 'vitest';
import type { OrderView } from '#cli/trace/order-view.ts';
import { renderTrace } from '#cli/trace/render-trace.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12) + second * 1000).toISOString();
const event = { source: 'shop', data: null, job: null };
const view: OrderView = {
  ...{ orderId: "it's 7", state: 'overdue', startedAt: at(0), deadline: at(300) },
  steps: [
    { name: 'confirmed', state: 'overdue', event: null, at: null, within: '5 minutes', participant: 'email' },
    { name: 'dispatched', state: 'done', event: 'OrderDispatched', at: at(2400), within: '30 minutes', late: true },
    { name: 'rewarded', state: 'failed', event: null, at: null, within: '10 minutes', participant: 'rewards' },
  ],
  events: [
    { ...event, eventId: '1', type: 'OrderPlaced', at: at(0), causationId: null, participant: 'checkout' },
    {
      ...{ ...event, eventId: '2', type: 'OrderDispatched', at: at(2400), causationId: '1' },
      ...{ participant: 'warehouse', job: 'dispatch-order' },
    },
  ],
  failures: [{ participant: 'rewards', job: 'award-points', eventId: '1', error: 'Error: no', attempts: 3, at: at(4) }],
};

describe('A trace', () => {
  test('tells who owes what is not done, what came late, why something was set aside, and what redrives it', () => {
    expect(renderTrace(view, ({ job }) => `${job}_dlq`).split('\n')).toEqual([
      "Order it's 7: overdue, placed 2026-11-24T12:00:00.000Z",
      '',
      '  ! confirmed   overdue, due within 5 minutes, owed by email',
      '  ✓ dispatched  OrderDispatched  +40 min 0 s  late, due within 30 minutes',
      '  ✗ rewarded    failed, due within 10 minutes, owed by rewards',
      '',
      '  OrderPlaced  checkout  +0 ms',
      '  └─ OrderDispatched  warehouse/dispatch-order  +40 min 0 s',
      '',
      'Set aside:',
      '  rewards/award-points  +4000 ms  after 3 attempts  in award-points_dlq',
      '    Error: no',
      '',
      'Once the cause is mended, give it back to that job alone:',
      "  npx choreography redrive rewards/award-points --order 'it'\\''s 7'",
    ]);
  });

  test('tells of an order without failures nothing of a redrive', () => {
    expect(renderTrace({ ...view, failures: [] }, () => '')).not.toContain('redrive');
  });
});
