import type { EventContract, EventData } from 'choreography';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { choreography } from '../engine/choreography.ts';
import { engine } from '../engine/engine.ts';
import { type Entry, entry } from './entry.ts';
import type { Shop } from './shop.ts';

/** What can happen in a story. */
export const whenIn = (shop: Shop) => ({
  /** Orders are placed in one call, each under a new event id. */
  placed: (...orders: Order[]) => shop.put(...orders.map((order) => entry(OrderPlaced, { order }))),

  /** An order is sent to the shop over HTTP, or what somebody takes for an order. */
  posted: (order: unknown) => shop.call('checkout_place-order', 'POST', '/', { order }),

  /** An event is said, by the administrator in the place of whoever may say it. */
  said: <Contract extends EventContract>(contract: Contract, data: EventData<Contract>) =>
    shop.put(entry(contract, data)),

  /** What was set aside of an order is given back to `participant/job`, by the command. */
  redriven: (job: string, order: Order) =>
    choreography(['redrive', job, '--key', order.id, '--endpoint-url', engine().endpoint]),

  /** Events are put on the bus just as they are, in one call. */
  put: (...entries: Entry[]) => shop.put(...entries),
});
