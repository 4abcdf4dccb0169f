import type { InstanceSummary } from '#monitor/api-types.ts';
import { type InstanceBook, jointReach, type ListPath, listPathOf } from '#monitor/page/api/instance-book.ts';
import { isLate } from './lateness.ts';

export const STATES = ['all', 'late', 'failed', 'open', 'completed', 'ended'] as const;
export type StateFilter = (typeof STATES)[number];

/** How long ago an instance may have started, in milliseconds. */
export const SPANS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** What the address asks to see of the instances. */
export interface Choice {
  /** The process whose instances are shown; null for those of all. */
  readonly process: string | null;
  readonly state: StateFilter;
  /** A part of an instance's or a party's id. */
  readonly text: string;
  /** A step that must be missing. */
  readonly missing: string | null;
  readonly within: keyof typeof SPANS | null;
}

export function readChoice(query: URLSearchParams): Choice {
  const within = query.get('within');
  return {
    process: query.get('process'),
    state: STATES.find((state) => state === query.get('state')) ?? 'all',
    text: query.get('q')?.trim() ?? '',
    missing: query.get('missing'),
    within: within !== null && within in SPANS ? (within as keyof typeof SPANS) : null,
  };
}

/** The lists of the API that hold what was chosen, one of each process. */
export function shelvesOf({ process, state, missing }: Choice, processes: readonly string[]): ListPath[] {
  const wanted = state === 'late' || (state === 'all' && missing) ? 'overdue' : state;
  const query = wanted === 'all' ? {} : { state: wanted };
  return processes.filter((name) => process === null || name === process).map((name) => listPathOf(name, query));
}

/** The instances that were chosen, latest first, as far down as all of them are known; a search shows all that are known. */
export function chosenInstances(
  book: InstanceBook,
  choice: Choice,
  processes: readonly string[],
  now: number,
): InstanceSummary[] {
  const text = choice.text.toLowerCase();
  const from = choice.within ? now - SPANS[choice.within] : 0;
  const downTo = text || choice.missing ? '' : (jointReach(book, shelvesOf(choice, processes))?.downTo ?? '');
  return [...book.instances.values()]
    .filter(
      (instance) =>
        (choice.process === null || instance.process === choice.process) &&
        isOf(choice.state, instance, now) &&
        (!text ||
          instance.key.toLowerCase().includes(text) ||
          (instance.party?.toLowerCase().includes(text) ?? false)) &&
        (!choice.missing || instance.missing.some(({ step }) => step === choice.missing)) &&
        startOf(instance) >= downTo &&
        (!from || Date.parse(startOf(instance)) >= from),
    )
    .sort((a, b) => compare(startOf(b), startOf(a)) || compare(a.key, b.key));
}

/** Whether an instance is in a state, as the filters have them. */
export const isOf = (state: StateFilter, instance: InstanceSummary, now: number): boolean =>
  IS_OF[state](instance, now);

const IS_OF: Readonly<Record<StateFilter, (instance: InstanceSummary, now: number) => boolean>> = {
  all: () => true,
  late: isLate,
  failed: ({ state, failures }) => state === 'failed' || failures > 0,
  open: (instance, now) => instance.state === 'open' && !isLate(instance, now),
  completed: ({ state }) => state === 'completed',
  ended: ({ state }) => state === 'ended',
};

/** An instance whose start was not heard is sorted by its last event. */
const startOf = ({ startedAt, updatedAt }: InstanceSummary): string => startedAt ?? updatedAt;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
