import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import type { JobDeclaration } from '#contracts/define-participant.ts';
import { Metadata } from '#contracts/metadata.ts';
import { valueAt } from '#contracts/schema/schema-path.ts';
import { heardVersions } from './environment.ts';
import { Refusal } from './refusal.ts';

/** What caused a job to run: the validated data, and its place in the chain of events. */
export interface Incoming<Data> {
  readonly data: Data;
  /** The data as it was sent, with fields that the job does not know. @default the data */
  readonly sent?: unknown;
  /** Whether a replay brought it, or what follows from one. @default no */
  readonly replayed?: boolean;
  /** The business key's value (`oncePer`). */
  readonly key: string;
  /** The event that brought the data; null when it was no event (an HTTP request). */
  readonly eventId: string | null;
  readonly correlationId: string;
  /** How many events came before what the job will say. */
  readonly hops: number;
}

/** A chain of events longer than this is taken for a loop: EventBridge loops cost money. */
export const HOP_LIMIT = 32;

/**
 * Reads an event as EventBridge delivers it. Metadata that a producer outside the project left out is derived: the id
 * from EventBridge's own, the correlation from the job's business key.
 * Throws a {@link Refusal} that names event, job and field.
 */
export function readIncoming<Data>(
  job: string,
  declaration: JobDeclaration & { readonly oncePer: string },
  event: EventBridgeEvent<string, unknown>,
): Incoming<Data> {
  const detail = z.looseObject({ metadata: Metadata.optional(), data: z.unknown() }).safeParse(event.detail);
  if (!detail.success) throw violation(job, event.id, 'detail', detail.error);
  const { metadata } = detail.data;
  const eventId = metadata?.eventId ?? event.id;
  const data = declaration.accepts.safeParse(detail.data.data);
  if (!data.success) {
    throw (
      laterVersion(job, eventId, event['detail-type'], metadata, data.error) ??
      violation(job, eventId, 'detail.data', data.error)
    );
  }
  if ((metadata?.hops ?? 0) >= HOP_LIMIT) {
    throw new Refusal(
      'HopLimitReached',
      `Event ${eventId} (${event['detail-type']}) reached ${job} after ${metadata?.hops} hops; the limit is ${HOP_LIMIT}. Look for a loop in the routing rules.`,
    );
  }
  const key = String(valueAt(data.data, declaration.oncePer));
  return {
    data: data.data as Data,
    sent: detail.data.data,
    replayed: 'replay-name' in event || metadata?.replayed === true,
    key,
    eventId,
    correlationId: metadata?.correlationId ?? key,
    hops: (metadata?.hops ?? 0) + 1,
  };
}

/**
 * A later version of a contract is refused only if its data does not fit: a producer may add to a contract, and says a new
 * event when the meaning changes.
 */
function laterVersion(job: string, eventId: string, type: string, metadata: Metadata | undefined, error: z.ZodError) {
  const known = heardVersions()[type];
  if (known === undefined || metadata === undefined || metadata.version <= known) return undefined;
  return new Refusal(
    'UnknownVersion',
    `Event ${eventId} is version ${metadata.version} of ${type}, ${job} was deployed for version ${known}, and it does not fit: ${describeIssues(error, 'detail.data')}. Deploy the job for the later version, then redrive.`,
  );
}

function violation(job: string, eventId: string, at: string, error: z.ZodError): Refusal {
  return new Refusal(
    'ContractViolated',
    `Event ${eventId} does not fit what ${job} accepts: ${describeIssues(error, at)}.`,
  );
}

/** Each issue as `path: what is wrong`; Zod's texts hold no values, so no personal data either. */
export function describeIssues(error: z.ZodError, at?: string): string {
  return error.issues.map(({ path, message }) => `${[...(at ? [at] : []), ...path].join('.')}: ${message}`).join('; ');
}
