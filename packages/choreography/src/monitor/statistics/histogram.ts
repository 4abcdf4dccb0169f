/** A histogram of times: how many fell into each bucket. Two of them are merged by adding their counts. */
export type Histogram = ReadonlyMap<number, number>;

/** Each bucket is a fifth wider than the one before: a time is known to within a tenth, by about a hundred buckets a day. */
const GROWTH = 1.2;

/** The bucket of a time in milliseconds. */
export const bucketOf = (milliseconds: number): number => Math.floor(Math.log(milliseconds + 1) / Math.log(GROWTH));

/** The time in milliseconds below which a part (0 to 1) of all times lie; null when there are none. */
export function quantile(histogram: Histogram, part: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.ceil(total * part);
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return middleOf(bucket);
  }
  return middleOf(buckets.at(-1)?.[0] ?? 0);
}

/** The geometric middle of a bucket. */
const middleOf = (bucket: number): number => Math.round(GROWTH ** (bucket + 0.5) - 1);
