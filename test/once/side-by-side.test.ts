import type { EventHandler } from 'choreography/jobs';
import {
  AS_LONG_AS_IT_TAKES,
  attempt,
  aWorkbench,
  type Ending,
  type Fault,
  faults,
  thorough,
  type Workbench,
} from 'choreography/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Order } from '../../events/fragments/order.ts';
import { anOrder, delivered } from '../functions/order.ts';

let bench: Workbench;
let jobs: Record<'dispatch' | 'receive' | 'award' | 'reverse' | 'confirm', EventHandler>;
beforeAll(async () => {
  bench = await aWorkbench();
  jobs = {
    dispatch: (await import('../../functions/warehouse/dispatch-order.ts')).handler,
    receive: (await import('../../functions/warehouse/receive-stock.ts')).handler,
    award: (await import('../../functions/rewards/award-points.ts')).handler,
    reverse: (await import('../../functions/rewards/reverse-points.ts')).handler,
    confirm: (await import('../../functions/email/confirm-order.ts')).handler,
  };
});
afterAll(() => bench.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

let runs = 0;
const deliver = (job: keyof typeof jobs, eventId: string, data: object, planned: readonly Fault[] = []) =>
  attempt(
    (context) => jobs[job]({ ...delivered('shop.test', 'Test', { data }), id: eventId }, context),
    planned,
    eventId,
  );

/** Delivers until the job ends well, a minute between two tries, as Lambda waits. */
async function deliverUntilDone(job: keyof typeof jobs, data: object, planned: readonly (readonly Fault[])[]) {
  const said = [];
  let ending: Ending | undefined;
  for (const each of [...planned, []]) {
    const made = await deliver(job, 'e-1', data, each);
    said.push(...made.said);
    ending = made.ending;
    if (ending === 'returned') break;
    vi.setSystemTime(Date.now() + 61_000);
  }
  expect(ending).toBe('returned');
  return said.map(({ DetailType, Detail = '' }) => ({ type: DetailType, data: JSON.parse(Detail).data }));
}

describe('Two hundred orders at once for fifty items', () => {
  test(
    'end with fifty items dispatched and a hundred and fifty rejected, whatever is in the way',
    AS_LONG_AS_IT_TAKES,
    async () => {
      const inTheWay = fc.array(fc.constantFrom<Fault>('none', 'in the way'), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(fc.array(inTheWay, { minLength: 200, maxLength: 200 }), async (planned) => {
          const sku = `RARE-${runs++}`;
          const items = anOrder()
            .items.slice(0, 1)
            .map((item) => ({ ...item, sku, quantity: 1 }));
          await deliver('receive', 'e-0', { deliveryId: sku, items: [{ sku, quantity: 50 }] });

          const ended = await Promise.all(
            planned.map((each, n) =>
              deliver('dispatch', `e-${n}`, { order: anOrder({ id: `${sku}-${n}`, items }) }, each),
            ),
          );

          expect(ended.map(({ error }) => error).filter(Boolean)).toEqual([]);
          const said = ended.flatMap((made) => made.said.map(({ DetailType }) => DetailType));
          expect(said.filter((type) => type === 'OrderDispatched')).toHaveLength(50);
          expect(said.filter((type) => type === 'OrderRejected')).toHaveLength(150);
          expect(await bench.items([`stock#${sku}`])).toEqual([{ pk: `stock#${sku}`, available: 0 }]);
        }),
        thorough(1),
      );
    },
  );
});

describe('An award and its reversal', () => {
  test('leave the balance as it was, in any order, at once, and with any faults', AS_LONG_AS_IT_TAKES, async () => {
    const tries = fc.array(faults, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        tries,
        tries,
        fc.constantFrom('award', 'reversal', 'at once'),
        async (award, reversal, first) => {
          const id = `both-${runs++}`;
          const customer = { ...anOrder().customer, id: `c-${id}` };
          await deliver('award', 'e-0', { order: anOrder({ id: `${id}-before`, customer }) });
          const data = { order: anOrder({ id, customer }) };

          if (first === 'reversal') await deliverUntilDone('reverse', data, reversal);
          // At once, no time passes: a claim's end is not what these two jobs wait for.
          if (first === 'at once') {
            await Promise.all([deliver('award', 'e-1', data, award[0]), deliver('reverse', 'e-1', data, reversal[0])]);
          }
          const [awarded] = await deliverUntilDone('award', data, award);
          const [reversed] = await deliverUntilDone('reverse', data, reversal);

          expect(awarded?.data.points).toBe(reversed?.data.points);
          const points = awarded?.data.points;
          const keys = [`balance#c-${id}`, `inbox#award-points#${id}`, `inbox#reverse-points#${id}`];
          expect(await bench.items(keys)).toMatchObject([
            { points: 42 },
            { record: { points } },
            { record: { points } },
          ]);
        },
      ),
      thorough(15),
    );
  });
});

describe('One business key with two contents', () => {
  const otherwise = (order: Order): Order => ({ ...order, items: order.items.slice(1) });

  test.each(['dispatch', 'confirm'] as const)(
    '%s: one is done, the other set aside and named',
    AS_LONG_AS_IT_TAKES,
    async (job) => {
      await fc.assert(
        fc.asyncProperty(fc.array(faults, { maxLength: 3 }), fc.boolean(), async (planned, swapped) => {
          const id = `conflict-${job}-${runs++}`;
          const pair = [anOrder({ id }), otherwise(anOrder({ id }))];
          const [one, other] = (swapped ? pair.reverse() : pair) as [Order, Order];

          const said = await deliverUntilDone(job, { order: one }, planned);
          const before = await bench.items([`inbox#${job === 'dispatch' ? 'dispatch-order' : 'confirm-order'}#${id}`]);
          const refused = await deliver(job, `other-${id}`, { order: other });

          expect(refused).toMatchObject({ ending: 'returned', said: [] });
          expect(refused.calls.at(-1)).toBe('SendMessage');
          expect(await bench.letterOf(`other-${id}`)).toMatchObject({
            errorType: 'Conflict',
            errorMessage: expect.stringContaining(`was done before for ${id} with other contents; event other-${id}`),
          });
          expect(said[0]?.data.order.items).toEqual(one.items);
          expect(await bench.items([String(before[0]?.pk)])).toEqual(before);
        }),
        thorough(8),
      );
    },
  );
});
