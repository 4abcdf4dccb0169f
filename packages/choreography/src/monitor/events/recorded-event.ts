import type { EventBridgeEvent } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { maskPersonal, maskUnknown } from '#contracts/mask-personal.ts';
import { Metadata } from '#contracts/metadata.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { instancesOf, type KeyOfProcesses } from '#monitor/instances/instances-of.ts';

/** What reading an event needs of the monitor. */
export type MonitoredContracts = Pick<Monitor, 'processes' | 'contracts'>;

export interface ReadEvent {
  readonly recorded: RecordedEvent;
  /** The instances that it belongs to. */
  readonly instances: readonly KeyOfProcesses[];
  /** What its metadata say it is correlated by; null without. */
  readonly correlationId: string | null;
}

/** Reads any event on the bus, also one that fits no contract; personal data is masked. */
export function readRecordedEvent(
  { processes, contracts }: MonitoredContracts,
  event: EventBridgeEvent<string, { metadata?: unknown; data?: unknown }>,
): ReadEvent {
  // Anything may be on the bus, also a detail that is no object.
  const detail = (event.detail ?? {}) as { metadata?: unknown; data?: unknown };
  const metadata = Metadata.safeParse(detail.metadata).data;
  const data = detail.data ?? null;
  const { source, 'detail-type': type } = event;
  const [participant, job] = metadata?.producer?.split('/') ?? [source.split('.').at(-1)];
  const correlationId = metadata?.correlationId ?? null;
  return {
    instances: instancesOf(processes, { source, type, data, correlationId }),
    correlationId,
    recorded: {
      eventId: metadata?.eventId ?? event.id,
      source,
      type,
      at: new Date(metadata?.occurredAt ?? event.time).toISOString(),
      causationId: metadata?.causationId ?? null,
      participant: participant ?? source,
      job: job ?? null,
      data: maskData(contracts, { source, type }, data),
    },
  };
}

/** An event's data without personal data. Without a contract, any of its data may be personal. */
function maskData(
  contracts: MonitoredContracts['contracts'],
  event: { source: string; type: string },
  data: unknown,
): unknown {
  const contract = contractOf(contracts, event);
  return contract ? maskPersonal(contract.data, data) : maskUnknown(data);
}

/** The contract of an event; undefined if it is not known. */
export const contractOf = (
  contracts: MonitoredContracts['contracts'],
  event: { readonly source: string; readonly type: string },
) => contracts.find(({ source, type }) => source === event.source && type === event.type);
