import type { Process } from '#contracts/define-process.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { contractIn } from '#monitor/instances/instances-of.ts';
import { strayKey } from '#monitor/instances/stray-list.ts';
import type { BusEvent, HeardEvent } from './heard-event.ts';
import type { MonitoredContracts } from './recorded-event.ts';

/** Where the table keeps an item of an event that is not in the record of its instance. */
export interface ItemLocation {
  /** The key of an instance; null for an event that belongs to none. */
  readonly key: string | null;
  /** The processes whose instance has that key; undefined for every process. */
  readonly of?: readonly string[] | undefined;
  /** The only process that has an item of its own there; undefined if the item is for all. */
  readonly process?: string | undefined;
  /** The list of unmatched events that the item is in; undefined for an event that a process knows. */
  readonly listKey?: string | undefined;
}

/** An item of an event, and where the table keeps it. */
export interface EventLocation extends ItemLocation {
  readonly recorded: RecordedEvent;
  /** Distinguishes the locations of one event. */
  readonly label: string;
  /** The heard events that fail if this item cannot be written. */
  readonly heard: readonly BusEvent[];
}

/** The locations of an event at the instances of processes that do not know it. Those that know it have it in their records. */
export function locationsOf({ processes }: MonitoredContracts, heardEvent: HeardEvent): EventLocation[] {
  const { recorded, instances, correlationId, event } = heardEvent;
  const knowing = new Set(processes.filter((process) => contractIn(process, recorded)).map(({ name }) => name));
  const listKey = knowing.size === 0 ? strayKey(recorded) : undefined;
  const heard = [event];
  if (instances.length === 0)
    return [{ key: correlationId, listKey, recorded, heard, label: commonLabel(correlationId) }];
  return instances.flatMap(({ key, processes: all }, i) => {
    const of = all.filter((name) => !knowing.has(name));
    if (of.length === 0) return [];
    return [
      {
        ...{ key, recorded, heard, label: commonLabel(key) },
        of: of.length < processes.length ? of : undefined,
        // A list has each event once.
        listKey: i === 0 ? listKey : undefined,
      },
    ];
  });
}

/** The location of an event that only one process has at an instance. */
export const locationInProcess = ({ processes }: MonitoredContracts, { name }: Process, key: string) => ({
  key,
  ...(processes.length > 1 && { of: [name], process: name }),
  label: `${name} ${key}`,
});

/** The label of the one location at which an event counts: it may have several. */
export function firstLabelOf(monitor: MonitoredContracts, { recorded, instances, correlationId }: HeardEvent): string {
  const [first] = instances;
  if (!first) return commonLabel(correlationId);
  const process = monitor.processes.find(
    (each) => first.processes.includes(each.name) && contractIn(each, recorded) !== undefined,
  );
  return process ? locationInProcess(monitor, process, first.key).label : commonLabel(first.key);
}

const commonLabel = (key: string | null): string => ` ${key ?? ''}`;
