import { handle, say } from 'choreography/jobs';
import { LoanInsured } from '../../events/loan-insured.ts';
import { LoanUninsurable } from '../../events/loan-uninsurable.ts';
import { insurance } from './participant.ts';

/** Nobody insures more at once, in euros. */
const MAX_VALUE = 50_000_000;

/** Insures all works of a loan together, and adds up what is insured. */
export const handler = handle(insurance, 'insure-loan', async ({ loanId, works }) => {
  const value = works.reduce((total, work) => total + work.value, 0);
  if (value > MAX_VALUE) {
    const reason = `The works are worth ${value} euros, and ${MAX_VALUE} is the most.`;
    return { writes: [], events: [say(LoanUninsurable, { loanId, reason })] };
  }
  const sum = {
    Update: {
      Key: { pk: 'insured' },
      UpdateExpression: 'ADD euros :value',
      ExpressionAttributeValues: { ':value': value },
    },
  };
  return { writes: [sum], events: [say(LoanInsured, { loanId, value })] };
});
