import { defineMonitor } from 'choreography';
import { StockReceived } from '../../events/stock-received.ts';
import { checkoutProcess } from './checkout-process.ts';

/** It only listens: take it away and the shop goes on. */
export const monitor = defineMonitor([checkoutProcess], { contracts: [StockReceived] });
