import { checkoutProcess } from './checkout-process.ts';
import type { Process } from './define-process.ts';

/** Every business process that the monitor follows. An order can go through several: each has its own header. */
export const processes: readonly [Process, ...Process[]] = [checkoutProcess];
