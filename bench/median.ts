/** The middle of some numbers, of an even count the mean of the two; none if one of them is none. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low = Number.NaN, high = low] = [(sorted.length - 1) >> 1, sorted.length >> 1].map((at) => sorted[at]);
  return (low + high) / 2;
}
