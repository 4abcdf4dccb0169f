import type { CodeFault } from './planted-fault.ts';

/** Faults in the shop's own code. */
export const FAULTS_OF_THE_SHOP: readonly CodeFault[] = [
  {
    name: 'a balance is written whatever it was',
    file: 'functions/rewards/account.ts',
    replace: "? { ConditionExpression: 'changes = :changes', ",
    by: "? { ConditionExpression: ':changes = :changes', ",
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'an award does not ask whether the order was reversed',
    file: 'functions/rewards/award-points.ts',
    replace: 'account.other ? 0 : pointsFor(order.total)',
    by: 'pointsFor(order.total)',
    jobs: ['rewards/award-points'],
    violates: /points are those/,
  },
  {
    name: 'a reversal that comes before the award does not change the balance',
    file: 'functions/rewards/reverse-points.ts',
    replace: 'points > 0 || !account.other',
    by: 'points > 0',
    jobs: ['rewards/reverse-points'],
    violates: /balance is the sum|points are those/,
  },
  {
    name: 'a reversal leaves the points where they are',
    isPlantedAlways: true,
    file: 'functions/rewards/reverse-points.ts',
    replace: 'account.points - points',
    by: 'account.points',
    jobs: ['rewards/reverse-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'a confirmation goes to the address of the first customer',
    file: 'functions/email/send-email.ts',
    replace: 'ToAddresses: [email]',
    by: "ToAddresses: ['c-1@example.com']",
    jobs: ['email/confirm-order'],
    violates: /hears how the order ended/,
  },
  {
    name: 'a confirmation is sent once a customer, by a wrong business key',
    file: 'functions/email/participant.ts',
    replace: "oncePer: 'order.id'",
    by: "oncePer: 'order.customer.id'",
    jobs: ['email/confirm-order'],
    violates: /no job refuses/,
  },
  {
    name: 'orders are placed once a customer, by a wrong business key',
    file: 'functions/checkout/participant.ts',
    replace: "oncePer: 'order.id'",
    by: "oncePer: 'order.customer.id'",
    jobs: ['checkout/place-order'],
    violates: /dispatched or rejected|no job refuses/,
  },
  {
    name: 'an event is said in a version that nobody reads',
    file: 'events/order-dispatched.ts',
    replace:
      "version: 1,\n  data: z.object({ order: Order, dispatchId: z.string().min(1) }),\n  correlateBy: 'order.id',",
    by: "version: 2,\n  data: z.object({ parcel: Order, dispatchId: z.string().min(1) }),\n  correlateBy: 'parcel.id',",
    also: [
      {
        file: 'functions/warehouse/dispatch-order.ts',
        replace: 'say(OrderDispatched, { order, dispatchId })',
        by: 'say(OrderDispatched, { parcel: order, dispatchId } as never)',
      },
    ],
    jobs: ['warehouse/dispatch-order'],
    violates: /no job refuses/,
  },
  {
    name: 'the balance is read after what the other job did, not before',
    file: 'functions/rewards/account.ts',
    replace:
      'const before = await table.get(pk);\n  const other = await table.get(inboxKey(otherJob, order.id));\n  const balance = other ? await table.get(pk) : before;',
    by: 'const other = await table.get(inboxKey(otherJob, order.id));\n  const balance = await table.get(pk);',
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    violates: /balance is the sum|points are those/,
  },
  {
    name: 'an order is dispatched though some of it is missing',
    file: 'functions/warehouse/dispatch-order.ts',
    replace: 'if (short.length > 0)',
    by: 'if (short.length === stock.length)',
    jobs: ['warehouse/dispatch-order'],
    violates: /stock is conserved|dispatched or rejected|set aside is done/,
  },
  {
    name: 'an award says nothing of an order without points',
    file: 'functions/rewards/award-points.ts',
    replace: 'events: [say(PointsAwarded, { order, points, balance })],',
    by: 'events: points > 0 ? [say(PointsAwarded, { order, points, balance })] : [],',
    jobs: ['rewards/award-points'],
    violates: /all is said/,
  },
];
