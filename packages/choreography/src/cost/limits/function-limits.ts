import { quotaOf } from '#cost/prices/quotas.ts';
import type { TemplateFacts } from '#cost/template-facts.ts';
import type { Limit, LimitedPath } from './limit.ts';

/** How long functions are busy with an instance: by what is reserved for one, and all others together by the account's. */
export function functionLimits(paths: readonly LimitedPath[], facts: TemplateFacts, region: string): Limit[] {
  const seconds = secondsByFunction(paths);
  const reserved = [...seconds].flatMap(([name, busy]): Limit[] => {
    const own = facts.reserved.get(name);
    const fed = facts.fedAtMost.get(name);
    const most = Math.min(own ?? Number.POSITIVE_INFINITY, fed ?? Number.POSITIVE_INFINITY);
    if (most === Number.POSITIVE_INFINITY || busy === 0) return [];
    return [
      {
        family: name,
        resource: `${name}: ${most === own ? 'its reserved concurrency' : 'what its queue may cause at a time'}`,
        perSecond: most / busy,
        because: `an instance keeps it busy for ${milliseconds(busy)}, and ${most} run at a time`,
        remedy: 'raise it, hand over more with each invocation, or make the function faster',
      },
    ];
  });
  const quota = quotaOf('concurrent executions', region);
  const shared = [...seconds].filter(([name]) => !facts.reserved.has(name));
  const busyOfAll = shared.reduce((sum, [, each]) => sum + each, 0);
  if (!quota || busyOfAll === 0) return reserved;
  const left = quota.perSecond - [...facts.reserved.values()].reduce((sum, each) => sum + each, 0);
  const [longest] = shared.sort(([, one], [, other]) => other - one);
  return [
    ...reserved,
    {
      family: 'concurrent executions',
      resource: 'Lambda: concurrent executions of the account',
      perSecond: Math.max(0, left) / busyOfAll,
      because: `an instance keeps functions busy for ${milliseconds(busyOfAll)} in sum (as measured here), most of it ${longest?.[0]}, and ${left} run at a time`,
      remedy: 'ask for a higher quota; events wait meanwhile, and calls over HTTP are refused',
    },
  ];
}

/** For how long an average instance keeps each function busy. */
function secondsByFunction(paths: readonly LimitedPath[]): Map<string, number> {
  const seconds = new Map<string, number>();
  for (const { share, instances } of paths)
    for (const operation of instances.flat())
      if (operation.kind === 'invocation') {
        const busy = ((operation.milliseconds ?? 0) / 1000 / instances.length) * share;
        seconds.set(operation.function, (seconds.get(operation.function) ?? 0) + busy);
      }
  return seconds;
}

const milliseconds = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;
