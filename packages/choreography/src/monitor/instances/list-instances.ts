import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { InstanceState, InstanceSummary } from '#monitor/api-types.ts';
import { INDEXES, partitionOf, shards } from '#monitor/table.ts';
import { quietTimeOf } from './first-look.ts';
import { beganAt, summaryOf } from './header.ts';
import { deadlineKey, listKey, partyKey, readHeaders, WATCHED } from './header-items.ts';
import { type Entry, entriesUpTo, LAST_SORT_KEY, type List, latest } from './lists.ts';

export interface InstanceFilter {
  readonly state?: InstanceState | undefined;
  readonly party?: string | undefined;
  /** Bounds of the start (ISO 8601), both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const INSTANCE_STATES: readonly InstanceState[] = ['open', 'completed', 'failed', 'overdue', 'ended'];

/** How often the index is asked for one page, when most of what it holds is filtered out. */
const MAX_ROUNDS = 10;

/**
 * Instances, the latest start first, after a place in the list. Returns the place of the last one looked at: null at the end.
 * A page can be shorter than its limit when much had to be looked at for it.
 */
export async function listInstances(
  process: Process,
  filter: InstanceFilter,
  { after, limit, now }: { after: string | null; limit: number; now: Date },
  remaining: RemainingTime,
): Promise<{ instances: InstanceSummary[]; last: string | null }> {
  const list = listFor(process, filter);
  const due = filter.state === 'overdue' ? await dueInstances(process, now, remaining) : [];
  const instances: InstanceSummary[] = [];
  let before = after ?? (filter.to ? `${filter.to}#${LAST_SORT_KEY}` : LAST_SORT_KEY);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const from = filter.from ?? '#';
    const listed = await latest(list, { before, from, limit });
    const entries = merged(listed, due, { before, from, limit });
    const headers = await readHeaders(process, entries.map(keyOf), remaining);
    const summaries = new Map(headers.map((header) => [header.key, summaryOf(process, header, now)]));
    for (const entry of entries) {
      before = entry.place;
      const instance = summaries.get(keyOf(entry));
      // Time may have changed the state since the header was written, and the index may lag behind it.
      if (instance && (filter.state === undefined || instance.state === filter.state)) instances.push(instance);
      if (instances.length === limit) return { instances, last: before };
    }
    if (entries.length < limit) return { instances, last: null };
  }
  return { instances, last: before };
}

/** The most instances of a shard to look for that no sweep has read yet. */
const MAX_DUE = 100;

/** The instances that wait for something, by the time to look. */
export const dueByDeadline = (process: Process, shard: number): List => ({
  index: INDEXES.byDeadline,
  partitions: [deadlineKey(process, shard)],
});

/** The list of open instances by their start, where the sweep finds those that it has not read yet. */
export const dueByStart = (process: Process, shard: number): List => ({
  index: INDEXES.byList,
  partitions: [listKey(process, 'open', shard)],
});

/** The latest start (ISO 8601) of an instance that may be late. */
export const startOfLate = (process: Process, now: Date): string =>
  new Date(now.getTime() - quietTimeOf(process)).toISOString();

/** The instances that may have become late since the last sweep. Only the next sweep puts them into the list of late ones. */
async function dueInstances(process: Process, now: Date, remaining: RemainingTime): Promise<Entry[]> {
  const parts = await Promise.all(
    shards.flatMap((shard) => [
      entriesUpTo(dueByDeadline(process, shard), now.toISOString(), MAX_DUE),
      entriesUpTo(dueByStart(process, shard), startOfLate(process, now), MAX_DUE),
    ]),
  );
  const entries = parts.flat();
  const headers = await readHeaders(process, entries.map(keyOf), remaining);
  return headers.map((header) => ({
    pk: partitionOf(header.key),
    sk: '',
    place: `${beganAt(process, header)}#${header.key}`,
  }));
}

/** Entries of a list with others that belong among them, each instance once. */
function merged(
  listed: readonly Entry[],
  others: readonly Entry[],
  { before, from, limit }: { before: string; from: string; limit: number },
): Entry[] {
  if (others.length === 0) return [...listed];
  const known = new Set(listed.map(({ pk }) => pk));
  const added = others.filter(({ pk, place }) => !known.has(pk) && place < before && place >= from);
  return [...listed, ...added].sort((a, b) => (a.place > b.place ? -1 : 1)).slice(0, limit);
}

function listFor(process: Process, { state, party }: InstanceFilter): List {
  if (party !== undefined) return { index: INDEXES.byParty, partitions: [partyKey(process, party)] };
  const states = state === undefined ? INSTANCE_STATES : [state];
  const lists = states.flatMap((one) => (one === 'open' ? [one, WATCHED] : [one]));
  return {
    index: INDEXES.byList,
    partitions: lists.flatMap((one) => shards.map((shard) => listKey(process, one, shard))),
  };
}

export const keyOf = ({ pk }: Pick<Entry, 'pk'>): string => pk.slice(partitionOf('').length);
