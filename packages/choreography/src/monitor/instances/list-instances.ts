import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { InstanceState, InstanceSummary } from '#monitor/api-types.ts';
import { INDEXES, partitionOf, shards } from '#monitor/table.ts';
import { PLACE_SLACK_MS, placeOfLate } from './first-look.ts';
import { beganAt, summaryOf } from './header.ts';
import { readHeaders } from './header-items.ts';
import { type Entry, entriesUpTo, LAST_SORT_KEY, type List, latest } from './lists.ts';
import { type LookedAt, readLookedAt } from './looked-at.ts';
import { deadlineKey, FOUND_BY_START, listKey, partyKey, WATCHED } from './placement.ts';

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
 * Instances, the latest start first (but for seconds: by their places), after a place in the list. Returns the place of the last one
 * looked at: null at the end. A page can be shorter than its limit when much had to be looked at for it.
 */
export async function listInstances(
  process: Process,
  filter: InstanceFilter,
  { after, limit, now }: { after: string | null; limit: number; now: Date },
  remaining: RemainingTime,
): Promise<{ instances: InstanceSummary[]; last: string | null }> {
  const { state, party } = filter;
  const isSparse = party === undefined && (state === 'open' || state === 'overdue');
  const lookedAt = isSparse ? await readLookedAt(process) : [];
  const lists = party === undefined ? listsOf(process, state, lookedAt) : [ofParty(process, party)];
  const due = state === 'overdue' ? await dueInstances(process, now, lookedAt, remaining) : [];
  const instances: InstanceSummary[] = [];
  let before = after ?? (filter.to ? `${moved(filter.to, PLACE_SLACK_MS)}#${LAST_SORT_KEY}` : LAST_SORT_KEY);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const from = filter.from ? moved(filter.from, -PLACE_SLACK_MS) : '#';
    const listed = await latest(lists, { before, from, limit });
    const entries = merged(listed, due, { before, from, limit });
    const headers = await readHeaders(process, entries.map(keyOf), remaining);
    const found = new Map(headers.map(({ header }) => [header.key, header]));
    for (const entry of entries) {
      before = entry.place;
      const header = found.get(keyOf(entry));
      if (!header || !isBetween(beganAt(process, header), filter)) continue;
      const instance = summaryOf(process, header, now);
      // Time may have changed the state since the header was written, and the index may lag behind it.
      if (state === undefined || instance.state === state) instances.push(instance);
      if (instances.length === limit) return { instances, last: before };
    }
    if (entries.length < limit) return { instances, last: null };
  }
  return { instances, last: before };
}

const moved = (time: string, milliseconds: number): string => new Date(Date.parse(time) + milliseconds).toISOString();

const isBetween = (began: string, { from, to }: InstanceFilter): boolean =>
  (from === undefined || Date.parse(began) >= Date.parse(from)) &&
  (to === undefined || Date.parse(began) <= Date.parse(to));

/** The most instances of a shard to look for that no sweep has read yet. */
const MAX_DUE = 100;

/** The instances that wait for something, by the time to look. */
export const dueByDeadline = (process: Process, shard: number): List => ({
  index: INDEXES.byDeadline,
  partitions: [deadlineKey(process, shard)],
});

/** The lists in which the sweep finds instances by their start that it has not looked at yet. */
export const dueByStart = (process: Process, shard: number, lookedAt: LookedAt): List[] =>
  FOUND_BY_START.map((state) => listOf(process, state, shard, lookedAt[shard]));

/** The instances that may have become late since the last sweep. Only the next sweep puts them into the list of late ones. */
async function dueInstances(
  process: Process,
  now: Date,
  lookedAt: LookedAt,
  remaining: RemainingTime,
): Promise<Entry[]> {
  const parts = await Promise.all(
    shards.flatMap((shard) => [
      entriesUpTo(dueByDeadline(process, shard), now.toISOString(), MAX_DUE),
      ...dueByStart(process, shard, lookedAt).map((list) => entriesUpTo(list, placeOfLate(process, now), MAX_DUE)),
    ]),
  );
  const headers = await readHeaders(process, parts.flat().map(keyOf), remaining);
  return headers.map(({ header, place }) => ({ pk: partitionOf(header.key), sk: '', place }));
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

/** The lists in which instances of a state are, or of any, and perhaps others. */
function listsOf(process: Process, state: InstanceState | undefined, lookedAt: LookedAt): List[] {
  const own = state === undefined ? INSTANCE_STATES : [state];
  const lists = own.flatMap((one) => (one === 'open' ? [WATCHED] : [one]));
  // Of the open ones that began before the sweep looked, none is open any more.
  const isBounded = state === 'open';
  const hasOpenOnes = state === undefined || state === 'open' || state === 'completed';
  return [
    ...lists.flatMap((one) => shards.map((shard) => listOf(process, one, shard))),
    ...(hasOpenOnes ? shards.map((shard) => listOf(process, 'open', shard, isBounded ? lookedAt[shard] : '')) : []),
  ];
}

const listOf = (process: Process, list: string, shard: number, after: string | undefined = ''): List => ({
  ...{ index: INDEXES.byList, partitions: [listKey(process, list, shard)], after },
});

const ofParty = (process: Process, party: string): List => ({
  ...{ index: INDEXES.byParty, partitions: [partyKey(process, party)] },
});

export const keyOf = ({ pk }: Pick<Entry, 'pk'>): string => pk.slice(partitionOf('').length);
