import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { defineEvent } from '#contracts/define-event.ts';
import { defineParticipant } from '#contracts/define-participant.ts';
import type { EventHandler } from '#jobs/handle.ts';
import type { Order } from '../../../../../events/fragments/order.ts';
import { anOrder, delivered } from '../../../../../test/functions/order.ts';

/** How an event comes: under which id, by which route, and how far down its chain. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly hops: number;
  /** Whether its producer left the metadata out, as the AWS CLI does. */
  readonly bare: boolean;
}

/** A job under test: what must have happened before, how it is delivered, and the items that it may change. */
export interface Subject {
  readonly name: string;
  readonly before?: (id: string) => Promise<unknown>;
  readonly deliver: (id: string, delivery: Delivery, context: Context) => Promise<unknown>;
  readonly items: (id: string) => readonly string[];
}

const order = (id: string): Order =>
  anOrder({
    id,
    customer: { id: `c-${id}`, name: 'Ada Lovelace', email: addressOf(id) },
    items: anOrder().items.map((item) => ({ ...item, sku: `${item.sku}-${id}` })),
  });
export const addressOf = (id: string): string => `${id}@example.com`;

const asEvent = (id: string, { eventId, type, hops, bare }: Delivery, data: object) => ({
  ...delivered('shop.test', type, {
    ...(!bare && {
      metadata: {
        ...{ eventId, correlationId: id, causationId: null, hops, version: 1 },
        occurredAt: '2026-11-24T12:00:00.000Z',
      },
    }),
    data,
  }),
  id: eventId,
});

const heard = (
  name: string,
  handler: EventHandler,
  items: Subject['items'],
  more: { data?: (id: string) => object; before?: Subject['before'] } = {},
): Subject => ({
  name,
  ...(more.before && { before: more.before }),
  deliver: (id, delivery, context) =>
    handler(asEvent(id, delivery, (more.data ?? ((key: string) => ({ order: order(key) })))(id)), context),
  items: (id) => [`inbox#${name.split('/')[1]?.split(' ')[0]}#${id}`, ...items(id)],
});

const plainly = { eventId: 'before', type: 'Before', hops: 0, bare: false };
const context = { awsRequestId: 'before', getRemainingTimeInMillis: () => 10_000 } as Context;

const SaidInParts = defineEvent({
  source: 'shop.workbench',
  type: 'SaidInParts',
  version: 1,
  data: z.object({ id: z.string(), part: z.int() }),
  correlateBy: 'id',
});

/** Every job of the shop that acts once, and one that says more than one PutEvents call can take. */
export async function subjects(): Promise<readonly Subject[]> {
  const handlerOf = async (participant: string, job: string): Promise<EventHandler> =>
    (await import(`../../../../../functions/${participant}/${job}.ts`)).handler;
  const { handle } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const receive = await handlerOf('warehouse', 'receive-stock');
  const award = await handlerOf('rewards', 'award-points');
  const placeOrder = (await import('../../../../../functions/checkout/place-order.ts')).handler;
  const inParts = handle(
    defineParticipant('workbench', {
      source: 'shop.workbench',
      jobs: { 'say-much': { accepts: z.object({ id: z.string() }), oncePer: 'id', emits: [SaidInParts] } },
    }),
    'say-much',
    async ({ id }) => ({
      writes: [],
      events: Array.from({ length: 13 }, (_, part) => say(SaidInParts, { id, part })),
    }),
  );
  const stocked = (quantity: number) => (id: string) =>
    receive(
      asEvent(`${id}-stock`, plainly, {
        deliveryId: `${id}-stock`,
        items: order(id).items.map(({ sku }) => ({ sku, quantity })),
      }),
      context,
    );
  const stock = (id: string) => order(id).items.map(({ sku }) => `stock#${sku}`);
  const dispatched = (id: string) => [`dispatch#${id}`, ...stock(id)];
  const account = (id: string) => [`ledger#${id}`, `balance#c-${id}`];
  const dispatch = await handlerOf('warehouse', 'dispatch-order');
  const reverse = await handlerOf('rewards', 'reverse-points');
  return [
    heard('warehouse/dispatch-order in stock', dispatch, dispatched, { before: stocked(5) }),
    heard('warehouse/dispatch-order of the last items', dispatch, dispatched, { before: stocked(2) }),
    heard('warehouse/dispatch-order out of stock', dispatch, dispatched, { before: stocked(1) }),
    heard('warehouse/receive-stock', receive, (id) => [`stock#TEA-${id}`, `stock#MUG-${id}`], {
      before: stocked(1),
      data: (id) => ({ deliveryId: id, items: order(id).items.map(({ sku }) => ({ sku, quantity: 7 })) }),
    }),
    heard('rewards/award-points', award, account),
    heard('rewards/reverse-points after the award', reverse, account, {
      before: (id) => award(asEvent(id, plainly, { order: order(id) }), context),
    }),
    heard('rewards/reverse-points before the award', reverse, account),
    heard('email/confirm-order', await handlerOf('email', 'confirm-order'), () => []),
    heard('email/announce-dispatch', await handlerOf('email', 'announce-dispatch'), () => []),
    heard('email/apologise', await handlerOf('email', 'apologise'), () => []),
    heard('workbench/say-much', inParts, () => [], { data: (id) => ({ id }) }),
    {
      name: 'checkout/place-order',
      deliver: (id, _, context) =>
        placeOrder(
          {
            requestContext: { http: { method: 'POST' } },
            body: JSON.stringify({ order: order(id) }),
          } as Parameters<typeof placeOrder>[0],
          context,
        ),
      items: (id) => [`inbox#place-order#${id}`],
    },
  ];
}
