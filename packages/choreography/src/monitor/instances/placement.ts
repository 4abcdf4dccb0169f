import type { Process } from '#contracts/define-process.ts';
import type { InstanceState } from '#monitor/api-types.ts';
import { shardOf } from '#monitor/table.ts';
import { isFoundByStart, mayEndInPlace, PLACE_SLACK_MS } from './first-look.ts';
import { beganAt, type Header, progressAt } from './header.ts';

/** The keys of the lists that an instance is in. */
export interface Placement {
  readonly listKey: string;
  /** `TIME#KEY`: about when it began. */
  readonly listAt: string;
  readonly partyKey?: string;
  readonly deadlineKey?: string;
  readonly deadlineAt?: string;
}

/** The list of the open instances that the sweep finds by their deadline, if they have one, and not by their start. */
export const WATCHED = 'watched';

/**
 * The lists in which the sweep finds instances by their start. The list of open ones also has those that were completed before the
 * sweep looked at them; most are.
 */
export const FOUND_BY_START = ['open', 'failed'] as const;

export const listKey = (process: Process, state: string, shard: number): string => `${process.name}#${state}#${shard}`;
export const partyKey = (process: Process, party: string): string => `${process.name}#${party}`;
export const deadlineKey = (process: Process, shard: number): string => `${process.name}#${shard}`;

/** In which lists an instance is at a time. It stays where it was as long as it is found there: each move takes two writes. */
export function placementOf(process: Process, header: Header, before: Placement | undefined, now: Date): Placement {
  const { key, party } = header;
  const shard = shardOf(key);
  const { state } = progressAt(process, header, now);
  const began = beganAt(process, header);
  const next = whenToLook(process, header, before?.deadlineAt, now);
  const isIn = (list: string) => before?.listKey === listKey(process, list, shard);
  const isFindable = before === undefined || (before.deadlineAt === undefined && FOUND_BY_START.some(isIn));
  const isFound = isFindable && isOneOf(FOUND_BY_START, state) && isFoundByStart(process, began, next, now);
  const endsInPlace = state === 'completed' && isIn('open') && mayEndInPlace(process);
  const isWatched = state === 'open' && !isFound;
  const isNear = before && Math.abs(timeOf(before.listAt) - Date.parse(began)) <= PLACE_SLACK_MS;
  return {
    listKey: listKey(process, endsInPlace ? 'open' : isWatched ? WATCHED : state, shard),
    listAt: isNear ? before.listAt : `${began}#${key}`,
    ...(party && { partyKey: partyKey(process, party.id) }),
    ...(next && !isFound && { deadlineKey: deadlineKey(process, shard), deadlineAt: next }),
  };
}

const isOneOf = (states: readonly InstanceState[], state: InstanceState): boolean => states.includes(state);

/** The time in a place, in milliseconds since 1970. */
const timeOf = (place: string): number => Date.parse(place.slice(0, place.indexOf('#')));

/**
 * When the sweep has to look at the instance: at its deadline, or before. A deadline that moves on is left where it is until
 * the sweep comes by, since a move costs two writes; most instances are completed by then. Undefined when nothing is to come.
 */
function whenToLook(process: Process, header: Header, planned: string | undefined, now: Date): string | undefined {
  const { steps } = progressAt(process, header, now);
  const [next] = steps
    .flatMap(({ at, deadline, state }) =>
      at === null && deadline && !(state === 'overdue' && header.overdueSaid) ? [deadline] : [],
    )
    .sort();
  return planned && next && planned <= next && planned > now.toISOString() ? planned : next;
}

/** Whether time alone has changed the lists that an instance is in. */
export function isListedWrongly(process: Process, header: Header, before: Placement, now: Date): boolean {
  const after = placementOf(process, header, before, now);
  return after.listKey !== before.listKey || after.deadlineAt !== before.deadlineAt;
}
