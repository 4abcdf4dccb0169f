import type { ChangesAnswer, InstanceSummary, InstancesAnswer, InstanceView } from '#monitor/api-types.ts';
import { makeStore, useStore } from '#monitor/page/store.ts';
import { ask } from './ask.ts';
import { askUntilAnswered } from './connection.ts';
import { keepAsking } from './keep-asking.ts';
import { processList, readProcesses } from './process-list.ts';

/** A list of the API: instances of one process in a state, of a party, or all of them. */
export type ListPath = `/processes/${string}/instances?${string}`;

export const listPathOf = (process: string, query: Readonly<Record<string, string>> = {}): ListPath =>
  `/processes/${encodeURIComponent(process)}/instances?${new URLSearchParams(query)}`;

export interface ReadUpTo {
  /** Where the next page begins: empty for the first; null when the last one was read. */
  readonly cursor: string | null;
  /** The start of the earliest instance of the last page: what is earlier is not known yet. */
  readonly downTo: string;
  readonly reading: boolean;
}

/** Every instance that this page knows of, and how far each list of them was read. */
export interface InstanceBook {
  /** By {@link idOf}. */
  readonly instances: ReadonlyMap<string, InstanceSummary>;
  readonly reach: Readonly<Record<ListPath, ReadUpTo>>;
  /** Of how many changes at least how few came lately, as long as the lists were not read anew since; null when all came. */
  readonly sample: { readonly came: number; readonly of: number } | null;
}

/** An id that is unique among the instances of all processes. */
export const idOf = ({ process, key }: Pick<InstanceSummary, 'process' | 'key'>): string => `${process} ${key}`;

const instanceBook = makeStore<InstanceBook>({ instances: new Map(), reach: {}, sample: null });
export const useInstanceBook = (): InstanceBook => useStore(instanceBook);

/** As many as the API gives at once. */
const PAGE = 100;
/** How often one asks for changes, in milliseconds. */
const POLL_MS = 1000;
/** What is wrong is read at once, up to so many pages of each. */
const PAGES_AT_ONCE = 8;
/** How often the lists are read anew while more changes than the API tells, in milliseconds. */
export const REREAD_MS = 10_000;
/** So many instances are held then at the most. */
const MAX_HELD = 5000;
/** When the API last answered with each instance. */
const toldAt = new Map<string, number>();

/** Reads the instances that are wrong or under way, then follows every change until the signal is aborted. */
export async function followInstances(signal: AbortSignal): Promise<void> {
  await readProcesses(signal);
  let since = (await askUntilAnswered<ChangesAnswer>('/changes', signal))?.cursor ?? '';
  const read = () =>
    Promise.all(
      processList
        .get()
        .flatMap(({ name }) => [
          readShelf(listPathOf(name), 1, signal),
          ...attentionShelves(name).map((shelf) => readShelf(shelf, PAGES_AT_ONCE, signal)),
        ]),
    );
  let readAt = performance.now();
  const readAnew = async () => {
    readAt = performance.now();
    instanceBook.set({ ...instanceBook.get(), reach: {}, sample: null });
    await read();
  };
  await read();
  await keepAsking<ChangesAnswer>(
    () => askUntilAnswered<ChangesAnswer>(`/changes?${new URLSearchParams({ since })}`, signal),
    () => POLL_MS,
    ({ instances, more, cursor, reset }) => {
      since = cursor;
      addInstances(instances);
      const came = instances.length;
      if (more > 0) instanceBook.set({ ...instanceBook.get(), sample: { came, of: came + more } });
      const isStale = instanceBook.get().sample !== null && performance.now() - readAt > REREAD_MS;
      // The lists were read too long ago: they are read anew, and what is on the screen stays until then.
      if (!reset && !isStale) return;
      const before = performance.now();
      readAnew().then(() => isStale && forgetUntold(before));
    },
    signal,
  );
}

/** The lists of a process that hold what is wrong or under way. */
export const attentionShelves = (process: string): ListPath[] =>
  ['overdue', 'failed', 'open'].map((state) => listPathOf(process, { state }));

/** Reads the next pages of a list, if there are any. */
export async function readShelf(shelf: ListPath, pages: number, signal: AbortSignal): Promise<void> {
  for (let page = 0; page < pages; page++) {
    const before = instanceBook.get().reach[shelf];
    if (before?.reading || before?.cursor === null) return;
    setReach(shelf, { cursor: '', downTo: '￿', ...before, reading: true });
    const cursor = before?.cursor ? { cursor: before.cursor } : undefined;
    const query = new URLSearchParams({ limit: String(PAGE), ...cursor });
    const separator = shelf.endsWith('?') ? '' : '&';
    const answer = await askUntilAnswered<InstancesAnswer>(`${shelf}${separator}${query}`, signal).catch(
      () => undefined,
    );
    if (!answer) {
      const { [shelf]: _, ...others } = instanceBook.get().reach;
      instanceBook.set({
        ...instanceBook.get(),
        reach: before ? { ...others, [shelf]: { ...before, reading: false } } : others,
      });
      return;
    }
    addInstances(answer.instances);
    const last = answer.instances.at(-1)?.startedAt ?? before?.downTo ?? '';
    setReach(shelf, { cursor: answer.cursor, downTo: answer.cursor === null ? '' : last, reading: false });
  }
}

/** Several lists as one: it is read as far as the one that is read the least; undefined while one was not begun. */
export function jointReach(book: InstanceBook, shelves: readonly ListPath[]): ReadUpTo | undefined {
  const parts = shelves.flatMap((shelf) => book.reach[shelf] ?? []);
  if (parts.length === 0 || parts.length < shelves.length) return undefined;
  return {
    cursor: parts.some(({ cursor }) => cursor === '')
      ? ''
      : (parts.find(({ cursor }) => cursor !== null)?.cursor ?? null),
    downTo: parts.map(({ downTo }) => downTo).reduce((a, b) => (a > b ? a : b)),
    reading: parts.some(({ reading }) => reading),
  };
}

/** Looks in some processes for an instance of that key, and for the instances of a party of that id. */
export async function searchInstances(text: string, processes: readonly string[], signal: AbortSignal): Promise<void> {
  const [views] = await Promise.all([
    Promise.all(
      processes.map((process) =>
        ask<InstanceView>(`/processes/${encodeURIComponent(process)}/instances/${encodeURIComponent(text)}`).catch(
          () => undefined,
        ),
      ),
    ),
    ...processes.map((process) => readShelf(listPathOf(process, { party: text }), 4, signal)),
  ]);
  if (!signal.aborted) addInstances(views.flatMap((view) => (view ? [summaryOf(view)] : [])));
}

function setReach(shelf: ListPath, reach: ReadUpTo): void {
  const book = instanceBook.get();
  instanceBook.set({ ...book, reach: { ...book.reach, [shelf]: reach } });
}

function addInstances(instances: readonly InstanceSummary[]): void {
  if (instances.length === 0) return;
  const book = instanceBook.get();
  const known = new Map(book.instances);
  for (const instance of instances) {
    known.set(idOf(instance), instance);
    toldAt.set(idOf(instance), performance.now());
  }
  instanceBook.set({ ...book, instances: known });
}

/** Forgets instances that may have changed without the API telling: those under way that no list had, and the eldest of too many. */
function forgetUntold(since: number): void {
  const book = instanceBook.get();
  const latestFirst = [...book.instances].sort(([a], [b]) => (toldAt.get(b) ?? 0) - (toldAt.get(a) ?? 0));
  const kept = latestFirst
    .filter(([id, { state }]) => state === 'completed' || state === 'ended' || (toldAt.get(id) ?? 0) >= since)
    .slice(0, MAX_HELD);
  instanceBook.set({ ...book, instances: new Map(kept) });
  for (const id of [...toldAt.keys()]) if (!instanceBook.get().instances.has(id)) toldAt.delete(id);
}

const summaryOf = ({ words: _, events, failures, cursor: __, ...view }: InstanceView): InstanceSummary => ({
  ...view,
  updatedAt: events.at(-1)?.at ?? view.startedAt ?? '',
  failures: failures.length,
});
