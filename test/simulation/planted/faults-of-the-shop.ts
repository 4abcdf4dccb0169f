import type { CodeFault } from './planted-fault.ts';

/** Faults in the shop's own code. */
export const FAULTS_OF_THE_SHOP: readonly CodeFault[] = [
  {
    name: 'a balance is written whatever it was',
    file: 'functions/rewards/account.ts',
    replace:
      "ConditionExpression: from.balance === 0 ? 'attribute_not_exists(pk) OR points = :before' : 'points = :before',",
    by: "ConditionExpression: ':before = :before',",
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'an award does not ask whether the order was reversed',
    file: 'functions/rewards/award-points.ts',
    replace: 'account.reversed ? 0 : pointsFor(order.total)',
    by: 'pointsFor(order.total)',
    jobs: ['rewards/award-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'a reversal leaves no mark where it comes before the award',
    file: 'functions/rewards/reverse-points.ts',
    replace: 'awarded: account.awarded, reversed: true',
    by: 'awarded: account.awarded, reversed: account.awarded !== undefined',
    jobs: ['rewards/reverse-points'],
    violates: /set aside is done/,
  },
  {
    name: 'a reversal leaves the points where they are',
    file: 'functions/rewards/reverse-points.ts',
    replace: 'account.balance - points',
    by: 'account.balance',
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
    name: 'a ledger entry is written whatever it was',
    file: 'functions/rewards/account.ts',
    replace: "{ ConditionExpression: 'attribute_not_exists(pk)' }",
    by: '{}',
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    violates: /points are those|balance is the sum/,
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
