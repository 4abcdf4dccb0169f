import { defineMonitor } from 'choreography';
import { checkoutProcess } from './checkout-process.ts';

/** It only listens: take it away and the shop goes on. */
export const monitor = defineMonitor([checkoutProcess]);
