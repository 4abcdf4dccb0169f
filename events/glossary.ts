/**
 * Every event of the shop, for whoever wants to read or publish them all. Functions import the events they need one by
 * one instead, so that a new event changes nobody's bundle.
 */
export { ApologySent } from './apology-sent.ts';
export { DispatchAnnounced } from './dispatch-announced.ts';
export { OrderConfirmationSent } from './order-confirmation-sent.ts';
export { OrderDispatched } from './order-dispatched.ts';
export { OrderPlaced } from './order-placed.ts';
export { OrderRejected } from './order-rejected.ts';
export { PointsAwarded } from './points-awarded.ts';
export { PointsReversed } from './points-reversed.ts';
export { StockReceived } from './stock-received.ts';
