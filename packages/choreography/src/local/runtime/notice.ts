import type { NearMiss } from '#local/events/notices/near-misses.ts';
import type { Remedy } from '#local/iam/refusal.ts';
import { describeLeftOut, type LeftOut } from '#local/resources/left-out.ts';
import type { AccountRegion } from './account.ts';

/** Something that a person at the terminal should know. */
export type Notice =
  | { readonly kind: 'unknown-bus'; readonly bus: string; readonly source: string; readonly detailType: string }
  | ({
      readonly kind: 'unheard-event';
      readonly bus: string;
      readonly source: string;
      readonly detailType: string;
      /** Whether an archive keeps it, or a rule hears it that hears whatever is on the bus. */
      readonly isKept: boolean;
    } & NearMiss)
  | {
      /** An event was put on a bus, and its rules' targets get it. */
      readonly kind: 'event';
      readonly id: string;
      readonly bus: string;
      readonly source: string;
      readonly detailType: string;
      /** The key of the instance that it is of, or else its correlation id, if that is known. */
      readonly key: string | undefined;
      /** Names of the functions that hear it, and how many other targets do. */
      readonly functions: readonly string[];
      readonly otherTargets: number;
    }
  | {
      /** A function is done with an event, or has given it up. */
      readonly kind: 'handled';
      readonly id: string;
      readonly function: string;
      readonly milliseconds: number;
      readonly attempts: number;
      readonly outcome: 'done' | 'given up';
    }
  | {
      readonly kind: 'delivery-failed';
      readonly rule: string;
      readonly target: string;
      readonly reason: string;
      readonly deadLettered: boolean;
    }
  | {
      readonly kind: 'subscription-failed';
      readonly topic: string;
      readonly endpoint: string;
      readonly reason: string;
      readonly deadLettered: boolean;
    }
  | {
      readonly kind: 'schedule-failed';
      readonly schedule: string;
      readonly target: string;
      readonly reason: string;
      readonly deadLettered: boolean;
    }
  | { readonly kind: 'pipe-failed'; readonly pipe: string; readonly reason: string }
  | {
      readonly kind: 'handler-failed';
      readonly function: string;
      readonly error: string;
      /** The first is 1. */
      readonly attempt: number;
      /** Where the event came from, such as `its retry queue`, if one of several messages failed. */
      readonly queue?: string;
    }
  | { readonly kind: 'event-lost'; readonly function: string; readonly error: string }
  | {
      readonly kind: 'access-denied';
      /** The function, or the service, that asked. */
      readonly who: string;
      readonly error: string;
      readonly remedy: Remedy;
      /** False if it is only reported. */
      readonly refused: boolean;
    }
  | { readonly kind: 'role-unknown'; readonly function: string; readonly role: string }
  | { readonly kind: 'left-out'; readonly what: LeftOut }
  | { readonly kind: 'made-beside'; readonly type: string; readonly id: string; readonly url: string }
  | { readonly kind: 'stays-beside'; readonly id: string; readonly services: readonly string[]; readonly url: string }
  | { readonly kind: 'beside-failed'; readonly url: string; readonly reason: string }
  | { readonly kind: 'unread-template'; readonly explanation: string }
  | { readonly kind: 'not-deleted'; readonly explanation: string }
  | { readonly kind: 'elsewhere'; readonly at: AccountRegion; readonly home: AccountRegion }
  | { readonly kind: 'not-kept'; readonly what: 'table' | 'queue'; readonly names: readonly string[] }
  | { readonly kind: 'log'; readonly function: string; readonly line: string }
  | { readonly kind: 'fault'; readonly explanation: string };

/** A notice as a sentence. */
export function sentence(notice: Notice): string {
  switch (notice.kind) {
    case 'unknown-bus':
      return `${notice.source} ${notice.detailType} was put on the bus "${notice.bus}", which does not exist: AWS takes such an event and drops it, and so it was.`;
    case 'unheard-event':
      return unheard(notice);
    case 'event':
      return `${notice.source} ${notice.detailType} is on the bus "${notice.bus}".`;
    case 'handled':
      return `${notice.function} is ${notice.outcome === 'done' ? 'done with' : 'giving up'} the event ${notice.id}.`;
    case 'delivery-failed':
      return `Rule ${notice.rule} could not deliver to ${notice.target}: ${notice.reason}. The event is ${notice.deadLettered ? "in the target's dead-letter queue" : 'lost: the target has no dead-letter queue that takes it'}.`;
    case 'subscription-failed':
      return `Topic ${notice.topic} could not deliver to ${notice.endpoint}: ${notice.reason}. The message is ${notice.deadLettered ? "in the subscription's dead-letter queue" : 'lost: the subscription has no dead-letter queue'}.`;
    case 'schedule-failed':
      return `Schedule ${notice.schedule} could not call ${notice.target}: ${notice.reason}. Its input is ${notice.deadLettered ? 'in its dead-letter queue' : 'lost: it has no dead-letter queue that takes it'}.`;
    case 'pipe-failed':
      return `Pipe ${notice.pipe} could not hand a batch on: ${notice.reason.replace(/\.$/, '')}. It is tried again.`;
    case 'handler-failed':
      return `${notice.function} failed (attempt ${notice.attempt}${notice.queue ? `, from ${notice.queue}` : ''}): ${notice.error}`;
    case 'event-lost':
      return `${notice.function} failed for good and has no failure destination, so its event is lost: ${notice.error}`;
    case 'access-denied':
      return `${notice.error}.${notice.refused ? '' : ' AWS would refuse this call.'} ${cure(notice.remedy)}`;
    case 'role-unknown':
      return `${notice.function} has the role ${notice.role}, which no template declares: what it may do is not judged.`;
    case 'elsewhere':
      return `A call was made in ${placeText(notice.at)}, where no template is deployed: what the templates made is in ${placeText(notice.home)}.`;
    case 'not-kept':
      return `What was kept of the ${notice.what}${notice.names.length > 1 ? 's' : ''} ${notice.names.join(', ')} is dropped: ${notice.what === 'table' ? 'no template has such a table with the same keys any more' : 'no template has such a queue any more'}.`;
    case 'left-out':
      return `Left out: ${describeLeftOut(notice.what)}`;
    case 'made-beside':
      return `${notice.type} ${notice.id} is at ${notice.url}.`;
    case 'stays-beside':
      return `${notice.id} calls ${notice.services.join(', ')} at ${notice.url}, not here: only functions and events are carried over.`;
    case 'beside-failed':
      return `The engine beside, ${notice.url}, brings no events: ${notice.reason}. It is asked again.`;
    case 'unread-template':
    case 'not-deleted':
      return notice.explanation;
    case 'log':
      return `${notice.function}: ${notice.line}`;
    case 'fault':
      return `The local runtime itself failed: ${notice.explanation}`;
  }
}

function unheard({
  source,
  detailType,
  bus,
  isKept,
  nearest,
  almost,
}: Extract<Notice, { kind: 'unheard-event' }>): string {
  if (nearest !== undefined) return `${detailType}: no rule hears it; did you mean ${nearest}?`;
  if (almost) return `${detailType}: no rule hears it; ${almost.rule} would, but for its field ${almost.field}.`;
  return `${source} ${detailType} on the bus "${bus}": no enabled rule hears it${isKept ? '' : ', and no archive keeps it'}.`;
}

const placeText = ({ account, region }: AccountRegion): string => `region ${region} of account ${account}`;

const cure = (remedy: Remedy): string =>
  'add' in remedy
    ? `This statement would allow it: ${JSON.stringify(remedy.add)}`
    : `This statement denies it: ${JSON.stringify(remedy.remove)}`;

/** The key of the instance that an event is of; undefined if that is not known. */
export type KeyOf = (event: { readonly 'detail-type': string; readonly detail: unknown }) => string | undefined;

export type OnNotice = (notice: Notice) => void;

/** Nobody is told. */
export const UNTOLD: OnNotice = () => {};
