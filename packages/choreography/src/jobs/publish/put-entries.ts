import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { eventbridge } from '#jobs/aws/eventbridge.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import type { EventEntry } from '#jobs/event-entry.ts';

/** What a request of PutEvents takes at the most: entries, and their bytes together (EventBridge quotas). */
export const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_576;

/** An entry that EventBridge did not take, in the last of so many attempts. */
export interface NotTaken {
  readonly entry: EventEntry;
  /** The code and the message. */
  readonly reason: string;
  readonly attempts: number;
}

/**
 * Puts events on the bus, with as few requests as take them. PutEvents answers 200 even when entries failed: those alone are put again,
 * with backoff, within the invocation's remaining time. Gives those that could not be put; throws if a request fails.
 */
export async function putEntries(entries: readonly EventEntry[], remaining: RemainingTime): Promise<NotTaken[]> {
  const notTaken: NotTaken[] = [];
  for (const request of requestsOf(entries)) notTaken.push(...(await putAll(request, remaining)));
  return notTaken;
}

function requestsOf(entries: readonly EventEntry[]): EventEntry[][] {
  const requests: EventEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Source + entry.DetailType + entry.Detail);
    const last = requests.at(-1);
    const fits = last && last.length < MAX_ENTRIES && bytes + size <= MAX_BYTES;
    if (fits) last.push(entry);
    else requests.push([entry]);
    bytes = fits ? bytes + size : size;
  }
  return requests;
}

async function putAll(entries: readonly EventEntry[], remaining: RemainingTime): Promise<NotTaken[]> {
  let left = entries;
  for (let attempts = 1; ; attempts++) {
    const addressed = left.map((entry): PutEventsRequestEntry => ({ ...entry, EventBusName: environment('BUS_NAME') }));
    const { FailedEntryCount = 0, Entries = [] } = await eventbridge.send('PutEvents', { Entries: addressed });
    if (FailedEntryCount === 0) return [];
    const failed = left.flatMap((entry, at) => {
      const { ErrorCode: code, ErrorMessage = '' } = Entries[at] ?? {};
      return code ? [{ entry, code, reason: `${code} ${ErrorMessage}`.trim(), attempts }] : [];
    });
    if (failed.every(({ code }) => !PASSING.has(code)) || !(await backOff(attempts, remaining))) return failed;
    left = failed.map(({ entry }) => entry);
  }
}

/** The reasons that pass by themselves (API reference: PutEventsResultEntry); the others need a person first. */
const PASSING = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);
