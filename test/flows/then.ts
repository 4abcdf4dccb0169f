import type { InstanceView } from 'choreography/monitor';
import { vi } from 'vitest';
import type { Order } from '../../events/fragments/order.ts';
import { skuOf } from './an-order.ts';
import type { Bystander, Heard } from './bystander.ts';
import { takeDeadLetter } from './dead-letters.ts';
import { isSettled } from './order-view.ts';
import { PATIENCE, type Shop } from './shop.ts';

/** What a story waits for, and looks at. */
export function thenIn(shop: Shop) {
  /** What the monitor knows of an order, once it is as expected. */
  const view = (order: Order, expected: (view: InstanceView) => boolean): Promise<InstanceView> =>
    vi.waitFor(async () => {
      const { status, body } = await shop.call('monitor_api', 'GET', `/processes/checkout/instances/${order.id}`);
      if (status !== 200 || !expected(body as InstanceView))
        throw new Error(`Order ${order.id} is not as expected: ${JSON.stringify(body)}`);
      return body as InstanceView;
    }, PATIENCE);

  return {
    /** The order, once each of its steps ended, for better or worse. */
    settled: (order: Order) => view(order, isSettled),

    /** The order, once an event of a type was said of it. */
    said: (order: Order, type: string) => view(order, ({ events }) => events.some((event) => event.type === type)),

    /** The order, once so many jobs could not handle an event of it. */
    failed: (order: Order, count: number) => view(order, ({ failures }) => failures.length === count),

    /** What a bystander heard of some types, once each was said so often; they are told apart by all that they say. */
    async heard(bystander: Bystander, times: number, types: readonly string[]): Promise<string[]> {
      const count = (heard: readonly Heard[], type: string) =>
        heard.filter((event) => event['detail-type'] === type).length;
      const heard = await bystander.hears((all) => types.every((type) => count(all, type) >= times));
      const different = new Set(
        heard.filter((event) => types.includes(event['detail-type'])).map((event) => JSON.stringify(event.detail)),
      );
      return [...different].map((detail) => typeOf(heard, detail)).sort();
    },

    /** The event that `participant/job` set aside; it is taken out of the job's dead-letter queue. */
    setAside: (job: string, eventId: string) => takeDeadLetter(shop, job, eventId),

    /** What is left of an order's article. */
    stock: async (order: Order) => Number((await shop.item('warehouse', `stock#${skuOf(order)}`))?.available ?? 0),

    /** The points of an order's customer. */
    points: async ({ customer }: Order) => Number((await shop.item('rewards', `balance#${customer.id}`))?.points ?? 0),
  };
}

const typeOf = (heard: readonly Heard[], detail: string): string =>
  heard.find((event) => JSON.stringify(event.detail) === detail)?.['detail-type'] ?? '';
