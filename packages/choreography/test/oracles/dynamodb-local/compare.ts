import type { Answer } from './ask.ts';

const SETS = new Set(['SS', 'NS', 'BS']);

/** An answer without what means nothing: the order of sets, of names and, for a Scan, of items; empty lists of items. */
export function normal(operation: string, answer: Answer): unknown {
  const { Items, ...rest } = answer;
  if (!Array.isArray(Items)) return sorted(answer);
  const items = Items.map((item) => JSON.stringify(sorted(item)));
  return sorted({ ...rest, ...(items.length > 0 && { Items: operation === 'Scan' ? items.sort() : items }) });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, SETS.has(name) && Array.isArray(inner) ? [...inner].sort() : sorted(inner)]),
  );
}
