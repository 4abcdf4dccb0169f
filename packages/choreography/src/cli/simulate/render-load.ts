import type { LoadResult, Saturation } from '#simulation/load/run-load.ts';

/** Renders the result of a load for a terminal: its rates, the limits that were full, the backlog, and the dead letters. */
export function renderLoad(
  result: LoadResult,
  asked: { readonly instances: number; readonly outage?: string },
): string {
  const { computed, backlog, setAside } = result;
  const lasting = result.full.filter((one) => one.perSecond !== undefined);
  const unseen = computed.filter(
    ({ family, sharing }) => sharing === undefined && !lasting.some((one) => one.family === family),
  );
  const most = backlog.samples.reduce((peak, { waiting }) => Math.max(peak, waiting), 0);
  return [
    howItCame(result, asked),
    '',
    'What was full, in instances a second: simulated, and as cost computes it of the same operations',
    ...(lasting.length === 0
      ? ['  nothing']
      : lasting.map((one) => `  ${rate(one.perSecond)}  ${computedRate(one, result)}  ${nameOf(one, result)}`)),
    ...unseen
      .slice(0, 3)
      .map(({ perSecond, resource }) => `  ${'not full'.padStart(8)}  ${rate(perSecond)}  ${resource}`),
    ...sharingOf(result),
    '',
    'What waited',
    `  at most ${count(most)} deliveries`,
    ...backlog.atEndOfLoad
      .filter(({ oldestSeconds }) => oldestSeconds > 10)
      .map(
        (each) =>
          `  at the end of the load ${count(each.deliveries)} for ${each.function}, the oldest for ${duration(each.oldestSeconds)}`,
      ),
    backlog.caughtUpAfterSeconds === undefined
      ? '  half a day after the load ended not all was caught up'
      : `  all was caught up ${duration(backlog.caughtUpAfterSeconds)} after the load ended`,
    setAside.events === 0
      ? '  no event was set aside'
      : `  ${count(setAside.events)} events were in dead-letter queues; given back at once, all were done ${duration(setAside.doneAfterSeconds)} later, ${setAside.left === 0 ? 'none' : count(setAside.left)} left`,
  ].join('\n');
}

function howItCame(
  { phases, weight }: LoadResult,
  { instances, outage }: { readonly instances: number; readonly outage?: string },
): string {
  const rates = phases.map(({ from, to, minutes }) =>
    from === to
      ? `${count(to)} a second for ${minutes} min`
      : `from ${count(from)} to ${count(to)} a second in ${minutes} min`,
  );
  const out = outage === undefined ? '' : `, with an hour's outage of ${outage}`;
  return `Instances come ${rates.join(', then ')}${out}: a sample of ${instances}, each for ${count(weight)} in the end.`;
}

const computedRate = ({ family }: Saturation, { computed }: LoadResult): string =>
  rate(computed.find((limit) => limit.family === family)?.perSecond);

const nameOf = ({ family }: Saturation, { computed }: LoadResult): string =>
  computed.find((limit) => limit.family === family)?.resource ?? family.split('\n').filter(Boolean).join(' ');

/** Names the values that all instances share only because of the sample, so that their partition keys are not limited. */
function sharingOf({ computed }: LoadResult): string[] {
  const shared = computed.flatMap(({ sharing }) => sharing ?? []);
  return shared.length === 0
    ? []
    : [`  not limited here, since the sample has one alone: ${[...new Set(shared)].join(', ')}`];
}

const rate = (perSecond: number | undefined): string => (perSecond === undefined ? '?' : count(perSecond)).padStart(8);
const count = (number: number): string => Math.round(number).toLocaleString('en-US');

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
