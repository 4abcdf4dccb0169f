import { quotaOf } from '#cost/prices/quotas.ts';
import type { FedAtMost, TemplateFacts } from '#cost/template-facts.ts';
import type { Limit, LimitedPath } from './limit.ts';

/**
 * How long functions are busy with an instance: by what is reserved for one, by what a queue may cause, as far as instances come
 * through it, and all together by the account's concurrent executions.
 */
export function functionLimits(paths: readonly LimitedPath[], facts: TemplateFacts, region: string): Limit[] {
  const seconds = secondsByFunction(paths);
  const own = [
    ...[...facts.reserved].flatMap(([name, most]) =>
      concurrencyLimit(name, `${name}: its reserved concurrency`, seconds.get(name) ?? 0, most),
    ),
    // A retry queue, through which nothing comes while all is well, limits nothing.
    ...facts.fedAtMost.flatMap((fed) =>
      concurrencyLimit(
        fedFamily(fed),
        `${fed.function}: what its queue may cause at a time`,
        secondsByFunction(paths, fed.queue).get(fed.function) ?? 0,
        fed.most,
      ),
    ),
  ];
  const quota = quotaOf('concurrent executions', region);
  const shared = [...seconds].filter(([name]) => !facts.reserved.has(name));
  const busyOfAll = shared.reduce((sum, [, each]) => sum + each, 0);
  if (!quota || busyOfAll === 0) return own;
  const left = quota.perSecond - [...facts.reserved.values()].reduce((sum, each) => sum + each, 0);
  const [longest] = shared.sort(([, one], [, other]) => other - one);
  return [
    ...own,
    {
      family: 'concurrent executions',
      resource: 'Lambda: concurrent executions of the account',
      perSecond: Math.max(0, left) / busyOfAll,
      because: `an instance keeps functions busy for ${milliseconds(busyOfAll)} in sum, most of it ${longest?.[0]}, and ${left} run at a time`,
      remedy: 'ask for a higher quota; events wait meanwhile, and calls over HTTP are refused',
    },
  ];
}

/** What stands for the invocations that a queue causes of a function. */
export const fedFamily = ({ function: name, queue }: Pick<FedAtMost, 'function' | 'queue'>): string =>
  `${name}\n${queue}`;

function concurrencyLimit(family: string, resource: string, busy: number, most: number): Limit[] {
  if (busy === 0) return [];
  return [
    {
      ...{ family, resource, perSecond: most / busy },
      because: `an instance keeps it busy for ${milliseconds(busy)}, and ${most} run at a time`,
      remedy: 'raise it, hand over more with each invocation, or make the function faster',
    },
  ];
}

/** For how long an average instance keeps each function busy. @param queue that invokes it. @default whoever invokes it */
function secondsByFunction(paths: readonly LimitedPath[], queue?: string): Map<string, number> {
  const seconds = new Map<string, number>();
  for (const { share, instances } of paths)
    for (const operation of instances.flat())
      if (operation.kind === 'invocation' && (queue === undefined || operation.queue === queue)) {
        const busy = ((operation.milliseconds ?? 0) / 1000 / instances.length) * share;
        seconds.set(operation.function, (seconds.get(operation.function) ?? 0) + busy);
      }
  return seconds;
}

const milliseconds = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;
