import type { CostLine } from './priced.ts';

interface TellsLines {
  /** Of all instances, from 0 to 1. */
  readonly share: number;
  readonly lines: readonly CostLine[];
}

/**
 * Says what Lambda's duration costs as it was measured, and what it costs where calls take as long as on AWS: one sentence, or none where
 * nothing is invoked.
 */
export function durationDoubt(measured: readonly TellsLines[], asOnAws: readonly TellsLines[]): string[] {
  const [here, there] = [usdOf(measured), usdOf(asOnAws)];
  if (here === 0) return [];
  return [
    `Lambda's duration is in these sums as it was on this machine, ${here.toFixed(2)} dollars a million: where calls take as long as on AWS, which the limits assume, it is about ${there.toFixed(2)}.`,
  ];
}

const usdOf = (paths: readonly TellsLines[]): number =>
  paths.reduce((sum, { share, lines }) => sum + share * lines.filter(isDuration).reduce(addUp, 0), 0);

const isDuration = ({ item }: CostLine): boolean => item.startsWith('Lambda duration');
const addUp = (sum: number, { usdPerMillion = 0 }: CostLine): number => sum + usdPerMillion;
