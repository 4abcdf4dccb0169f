import { personal } from 'choreography';
import * as z from 'zod';
import { Money } from './money.ts';

export const OrderLine = z.object({
  sku: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  quantity: z.int().min(1).max(10_000),
  unitPrice: Money,
});

export const Customer = z.object({
  id: z.string().min(1).max(64),
  name: personal(z.string().min(1).max(200)),
  email: personal(z.email().max(254)),
});

/** A customer's order, as every order event carries it (event-carried state). */
export const Order = z.object({
  id: z.string().min(1).max(64),
  customer: Customer,
  items: z.array(OrderLine).min(1).max(50),
  total: Money,
});

export type Customer = z.output<typeof Customer>;
export type OrderLine = z.output<typeof OrderLine>;
export type Order = z.output<typeof Order>;
