import { defineProcess } from 'choreography';
import { ApologySent } from '../../events/apology-sent.ts';
import { DispatchAnnounced } from '../../events/dispatch-announced.ts';
import { OrderConfirmationSent } from '../../events/order-confirmation-sent.ts';
import { OrderDispatched } from '../../events/order-dispatched.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { PointsAwarded } from '../../events/points-awarded.ts';
import { PointsReversed } from '../../events/points-reversed.ts';

/** What should happen to every order: the business-process view that no participant holds. */
export const checkoutProcess = defineProcess('checkout', {
  starts: OrderPlaced,
  instance: { one: 'order', many: 'orders' },
  party: { label: 'Customer', path: 'order.customer.id' },
  steps: {
    confirmed: { done: [OrderConfirmationSent], within: '5 minutes' },
    dispatched: { done: [OrderDispatched], failed: [OrderRejected], within: '30 minutes' },
    rewarded: { done: [PointsAwarded], within: '10 minutes' },
    announced: { done: [DispatchAnnounced], within: '10 minutes', when: { step: 'dispatched', is: 'done' } },
    apologised: { done: [ApologySent], within: '10 minutes', when: { step: 'dispatched', is: 'failed' } },
    reversed: { done: [PointsReversed], within: '10 minutes', when: { step: 'dispatched', is: 'failed' } },
  },
});
