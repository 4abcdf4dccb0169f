import { type DeadLetter, type ReceivedMessage, readDeadLetter } from '#contracts/dead-letter.ts';
import { withoutQualifier } from './engine-queues.ts';
import type { KeysOf } from './event-keys.ts';
import type { JobQueue } from './find-queues.ts';
import type { HideValues } from './hide-values.ts';

/** An event in a job's dead-letter queue. */
export interface Letter extends Pick<DeadLetter, 'kind' | 'error' | 'attempts' | 'at'> {
  /** `participant/job`. */
  readonly job: string;
  /** Null when what the job was given is no event. */
  readonly event: { readonly id: string; readonly source: string; readonly detailType: string } | null;
  /** The key of the instance; null if it is not known. */
  readonly key: string | null;
  /** What the job was given, unmasked; only if that was asked for. */
  readonly input?: unknown;
}

/** A letter with what is needed to give it back. */
export interface ReadLetter {
  readonly letter: Letter;
  /** The job that it belongs to; null in a queue that several jobs share, if the message does not name one. */
  readonly owner: JobQueue | null;
  /** Every key that its event is known by. */
  readonly keys: readonly string[];
  /** What the job was given, as JSON text. */
  readonly input: string;
}

/** Reads a message in a dead-letter queue, which one job or several have. */
export function readLetter(
  message: ReceivedMessage,
  sharedBy: readonly JobQueue[],
  { keysOf, hide }: { readonly keysOf: KeysOf; readonly hide: HideValues },
): ReadLetter {
  const { kind, error, attempts, at, event, input, target } = readDeadLetter(message);
  const owner = ownerOf(target, sharedBy);
  const keys = event ? keysOf(event) : [];
  return {
    input,
    owner,
    keys,
    letter: {
      job: owner?.job ?? lastPartOfArn(target) ?? sharedBy.map(({ job }) => job).join(' or '),
      kind,
      event: event && { id: idOf(event), source: event.source, detailType: event['detail-type'] },
      key: keys[0] ?? null,
      error: hide(error, event),
      attempts,
      at,
    },
  };
}

function ownerOf(target: string | null, sharedBy: readonly JobQueue[]): JobQueue | null {
  const [only, another] = sharedBy;
  // A queue that is found by its name belongs to one job, whatever the message says.
  if (only && !another && (target === null || only.target === null)) return only;
  return sharedBy.find((queue) => target !== null && queue.target === withoutQualifier(target)) ?? null;
}

const lastPartOfArn = (target: string | null): string | undefined => target?.split(/[:/]/).at(-1);

/** The metadata is the project's own; an event from outside may have none. */
function idOf({ id, detail }: NonNullable<DeadLetter['event']>): string {
  const { eventId } = Object(Object(detail).metadata);
  return typeof eventId === 'string' ? eventId : id;
}
