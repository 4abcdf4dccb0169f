import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineParticipant } from '#contracts/define-participant.ts';
import { OrderDispatched } from '../../../../events/order-dispatched.ts';

const accepts = z.object({ order: z.object({ id: z.string() }) });

describe('defineParticipant', () => {
  it('refuses a job that says what only another participant may say', () => {
    const declare = () =>
      defineParticipant('rewards', {
        source: 'shop.rewards',
        jobs: { award: { accepts, oncePer: 'order.id', emits: [OrderDispatched] } },
      });
    expect(declare).toThrow(
      'rewards/award emits OrderDispatched, which only shop.warehouse may say (rewards is shop.rewards).',
    );
  });

  it('refuses a business key that is not in the data', () => {
    const declare = () =>
      defineParticipant('rewards', {
        source: 'shop.rewards',
        jobs: { award: { accepts, oncePer: 'order.number', emits: [] } },
      });
    expect(declare).toThrow('rewards/award: oncePer "order.number" is no path in the data that it accepts.');
  });
});
