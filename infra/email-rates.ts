import type { Construct } from 'constructs';
import type { email } from '../functions/email/participant.ts';

type EmailJob = keyof (typeof email)['jobs'];

/** A queue brings a job no less than one event in three seconds. */
const LEAST = 1 / 3;

/**
 * How many emails a second each job sends at the most, of those that SES takes from the account: `-c emailsPerSecond=14`. The others wait
 * in the jobs' queues. Few orders end with an apology. Undefined unless it is given: emails are then sent at once, and those that SES throttles
 * are tried again.
 */
export function emailRates(scope: Construct): Readonly<Record<EmailJob, number>> | undefined {
  const given: unknown = scope.node.tryGetContext('emailsPerSecond');
  if (given === undefined) return undefined;
  const rate = Number(given);
  if (!(rate >= 3 * LEAST && Number.isFinite(rate)))
    throw new Error(
      `emailsPerSecond ${JSON.stringify(given)} is no rate of SES: give the emails that it takes from your account in a second, from 1 on.`,
    );
  const apologise = Math.max(LEAST, rate / 5);
  const other = (rate - apologise) / 2;
  return { 'confirm-order': other, 'announce-dispatch': other, apologise };
}
