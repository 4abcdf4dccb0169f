import type { EventBridgeEvent } from 'aws-lambda';
import { eventsOf, type Process } from '#contracts/define-process.ts';
import { maskPersonal, maskUnknown } from '#contracts/mask-personal.ts';
import { Metadata } from '#contracts/metadata.ts';
import { valueAt } from '#contracts/schema-path.ts';
import type { RecordedEvent } from './api-types.ts';

/**
 * Reads any event on the bus, also one that fits no contract; personal data is masked. `correlationId` is null when nothing
 * tells to which instance it belongs.
 */
export function readRecordedEvent(
  processes: readonly Process[],
  event: EventBridgeEvent<string, { metadata?: unknown; data?: unknown }>,
): { recorded: RecordedEvent; correlationId: string | null } {
  // Anything may be on the bus, also a detail that is no object.
  const detail = (event.detail ?? {}) as { metadata?: unknown; data?: unknown };
  const metadata = Metadata.safeParse(detail.metadata).data;
  const data = detail.data ?? null;
  const [participant, job] = metadata?.producer?.split('/') ?? [event.source.split('.').at(-1)];
  return {
    correlationId: metadata?.correlationId ?? businessKey(processes, data),
    recorded: {
      eventId: metadata?.eventId ?? event.id,
      source: event.source,
      type: event['detail-type'],
      at: new Date(metadata?.occurredAt ?? event.time).toISOString(),
      causationId: metadata?.causationId ?? null,
      participant: participant ?? event.source,
      job: job ?? null,
      data: maskData(processes, event['detail-type'], data),
    },
  };
}

/** As long as a correlation id may be. */
const LONGEST_KEY = 256;

function businessKey(processes: readonly Process[], data: unknown): string | null {
  for (const { starts } of processes) {
    const key = valueAt(data, starts.correlateBy);
    if (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY) return key;
  }
  return null;
}

/** An event's data without personal data: of an event that no process knows, nobody can tell which data is. */
export function maskData(processes: readonly Process[], type: string, data: unknown): unknown {
  const contract = processes.flatMap(eventsOf).find((known) => known.type === type);
  return contract ? maskPersonal(contract.data, data) : maskUnknown(data);
}
