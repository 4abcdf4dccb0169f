import type { Construct } from 'constructs';

/**
 * Has emails wait in their jobs' queues, so that they keep to the rate at which SES takes them from the account: `-c emailsPerSecond=14`, of
 * which each job has an equal part. Nothing unless it is given: emails are then sent at once, and those that SES throttles are tried again.
 */
export function atRateOfSes(scope: Construct, jobs: number): { readonly buffered?: { readonly perSecond: number } } {
  const given: unknown = scope.node.tryGetContext('emailsPerSecond');
  if (given === undefined) return {};
  const rate = Number(given);
  // A queue brings a job no less than one event in three seconds.
  if (rate * 3 >= jobs && Number.isFinite(rate)) return { buffered: { perSecond: rate / jobs } };
  throw new Error(
    `emailsPerSecond ${JSON.stringify(given)} is too little, or no number: give the emails that SES takes from your account in a second, such as -c emailsPerSecond=14.`,
  );
}
