import type { Process } from '#contracts/define-process.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { contractIn } from '#monitor/instances/instances-of.ts';
import { strayKey } from '#monitor/instances/stray-list.ts';
import type { BusEvent, HeardEvent } from './heard-event.ts';
import type { MonitoredContracts } from './recorded-event.ts';

/** A place in the table for an event that no record of an instance holds. */
export interface ItemPlace {
  /** The key of an instance; null for an event that belongs to none. */
  readonly key: string | null;
  /** The processes whose instance that is; undefined for every process. */
  readonly of?: readonly string[] | undefined;
  /** The process for which alone it is there. */
  readonly process?: string | undefined;
  /** The list that it is in; undefined for an event that a process knows. */
  readonly listKey?: string | undefined;
}

/** An event and a place for it. */
export interface EventPlace extends ItemPlace {
  readonly recorded: RecordedEvent;
  /** Tells apart the places of one event. */
  readonly label: string;
  /** What cannot be kept unless this can. */
  readonly heard: readonly BusEvent[];
}

/** Where an event is kept at the instances of processes that do not know it; those that know it have it in their records. */
export function placesOf({ processes }: MonitoredContracts, heardEvent: HeardEvent): EventPlace[] {
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
        // Each list has it once.
        listKey: i === 0 ? listKey : undefined,
      },
    ];
  });
}

/** Where an event is that one process alone has at an instance. */
export const placeInProcess = ({ processes }: MonitoredContracts, { name }: Process, key: string) => ({
  key,
  ...(processes.length > 1 && { of: [name], process: name }),
  label: `${name} ${key}`,
});

/** The place at which an event counts: it may have several. */
export function firstPlaceOf(monitor: MonitoredContracts, { recorded, instances, correlationId }: HeardEvent): string {
  const [first] = instances;
  if (!first) return commonLabel(correlationId);
  const process = monitor.processes.find(
    (each) => first.processes.includes(each.name) && contractIn(each, recorded) !== undefined,
  );
  return process ? placeInProcess(monitor, process, first.key).label : commonLabel(first.key);
}

const commonLabel = (key: string | null): string => ` ${key ?? ''}`;
