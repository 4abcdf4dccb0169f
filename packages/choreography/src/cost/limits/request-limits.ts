import { type QuotaName, quotaOf } from '#cost/prices/quotas.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import type { Limit, LimitedPath } from './limit.ts';

/** Quotas of requests: of EventBridge's account and region, of a FIFO queue, and of SES at the rate that the account has. */
export function requestLimits(
  paths: readonly LimitedPath[],
  region: string,
  emailsPerSecond: number | undefined,
): Limit[] {
  const each = (count: (operation: Operation) => number): number =>
    paths.reduce(
      (sum, { share, instances }) =>
        sum + (instances.flat().reduce((total, operation) => total + count(operation), 0) * share) / instances.length,
      0,
    );
  const byQuota = (
    resource: string,
    name: QuotaName,
    units: number,
    remedy: string,
    family: string = name,
  ): Limit[] => {
    const quota = quotaOf(name, region);
    return quota && units > 0 ? [limitOf(family, resource, units, quota.perSecond, quota.unit, remedy)] : [];
  };
  const emails = emailsOf(paths);
  return [
    ...byQuota(
      'EventBridge: PutEvents requests',
      'PutEvents requests',
      each(({ kind }) => (kind === 'put-events' ? 1 : 0)),
      'put several events with one request, or ask for a higher quota',
    ),
    ...byQuota(
      'EventBridge: invocations of targets',
      'rule invocations',
      each(({ kind }) => (kind === 'delivery' ? 1 : 0)),
      'let fewer rules hear each event, or ask for a higher quota; what is beyond it is delivered later, not lost',
    ),
    ...fifoQueues(paths).flatMap((queue) =>
      byQuota(
        `${queue}: requests of one action`,
        'FIFO requests',
        each((one) => (one.kind === 'queue-request' && one.queue === queue && one.action.startsWith('Send') ? 1 : 0)),
        'send in batches, or turn on high throughput',
        queue,
      ),
    ),
    ...(emailsPerSecond === undefined || emails === 0
      ? []
      : [limitOf('emails', 'SES: emails', emails, emailsPerSecond, 'emails', 'ask SES for a higher sending rate')]),
  ];
}

/** How many emails an average instance sends. */
export function emailsOf(paths: readonly LimitedPath[]): number {
  return paths.reduce((sum, { share, instances }) => {
    const sent = instances.flat().reduce((all, one) => all + (one.kind === 'email' ? one.recipients : 0), 0);
    return sum + (sent * share) / instances.length;
  }, 0);
}

const fifoQueues = (paths: readonly LimitedPath[]): string[] => [
  ...new Set(
    paths.flatMap(({ instances }) =>
      instances.flat().flatMap((one) => (one.kind === 'queue-request' && one.queue.endsWith('.fifo') ? one.queue : [])),
    ),
  ),
];

const limitOf = (
  family: string,
  resource: string,
  units: number,
  most: number,
  unit: string,
  remedy: string,
): Limit => ({
  ...{ family, resource, perSecond: most / units, remedy },
  because: `an instance takes ${Number(units.toPrecision(3))} of ${most} ${unit} a second`,
});
