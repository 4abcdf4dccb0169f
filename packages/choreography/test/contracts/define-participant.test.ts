import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineParticipant } from '#contracts/define-participant.ts';
import { FeesPaid } from '../library/events.ts';

const accepts = z.object({ loan: z.object({ id: z.string() }) });

describe('defineParticipant', () => {
  it('refuses a job that says what only another participant may say', () => {
    const declare = () =>
      defineParticipant('returns', {
        source: 'library.returns',
        jobs: { count: { accepts, oncePer: 'loan.id', emits: [FeesPaid] } },
      });
    expect(declare).toThrow(
      'returns/count emits FeesPaid, which only library.desk may say (returns is library.returns).',
    );
  });

  it('refuses a business key that is not in the data', () => {
    const declare = () =>
      defineParticipant('returns', {
        source: 'library.returns',
        jobs: { count: { accepts, oncePer: 'loan.number', emits: [] } },
      });
    expect(declare).toThrow('returns/count: oncePer "loan.number" is no path in the data that it accepts.');
  });
});
