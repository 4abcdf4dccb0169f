import { measureRedrive } from '../redrive.ts';
import type { Checkout } from './checkout.ts';
import type { Measure } from './measure.ts';

const LETTERS = 10_000;

/** Dead letters that are given back by the command of each version, on the same runtime. */
export const redrive: Measure = {
  name: `redrive of ${LETTERS} letters`,
  rounds: 2,
  figures: [
    { what: 'until it ends', unit: 's', target: { atMost: 0.05 } },
    { what: 'processor time, all done', unit: 's', target: { atMost: 0.05 } },
  ],
  async take({ folder, command }: Checkout) {
    const { clock, processor } = await measureRedrive(LETTERS, folder, command);
    return [clock, processor];
  },
};
