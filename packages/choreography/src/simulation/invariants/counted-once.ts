import { inflateRawSync } from 'node:zlib';
import type { WorldView, Wrong } from '#simulation/define-simulation.ts';

/** The parts of the monitor's sums that say how often a job said an event, by `SOURCE TYPE`. */
type JobSums = Readonly<Record<string, { readonly said?: Readonly<Record<string, number>> }>>;

/**
 * The events that the monitor counts more often than they were said, by the totals and the notes in its table. It may count fewer: a run
 * that ends between a write and its note counts nothing.
 */
export function countedTooOften(view: WorldView): Wrong[] {
  const items = view.table('_monitor');
  const isTotal = ({ sk }: Item) => sk === '~totals';
  const upTo = new Map(items.filter(isTotal).map(({ pk, upTo: last }) => [shardOf(pk), Number(last)]));
  const isFresh = ({ pk, sk }: Item) =>
    String(pk).startsWith('notes#') && Date.parse(String(sk).slice(0, 24)) > (upTo.get(shardOf(pk)) ?? 0);
  const all = [
    ...items.filter(isTotal).map(({ told }) => unpacked(told) as JobSums),
    ...items.filter(isFresh).map(({ told }) => (unpacked(told) as { readonly sums: JobSums }).sums),
  ];
  const counted = new Map<string, number>();
  for (const { said = {} } of all.flatMap((sums) => Object.values(sums)))
    for (const [event, count] of Object.entries(said)) counted.set(event, (counted.get(event) ?? 0) + count);
  const said = new Map<string, Set<string>>();
  for (const { source, type, id, detail } of view.events) {
    const ids = said.get(`${source} ${type}`) ?? new Set<string>();
    said.set(`${source} ${type}`, ids.add(detail.metadata?.eventId ?? id));
  }
  return [...counted].flatMap(([event, count]) => {
    const times = said.get(event)?.size ?? 0;
    return count <= times
      ? []
      : [{ what: `the monitor counts ${count} times "${event}", which was said ${times} times` }];
  });
}

type Item = Readonly<Record<string, unknown>>;

/** Of the keys `jobs#SHARD` and `notes#TIME#SHARD`. */
const shardOf = (pk: unknown): string => String(pk).split('#').at(-1) ?? '';

/** What an attribute of bytes, base64 or not, holds: JSON, deflated. */
const unpacked = (told: unknown): unknown =>
  JSON.parse(
    inflateRawSync(typeof told === 'string' ? Buffer.from(told, 'base64') : (told as Uint8Array)).toString('utf8'),
  );
