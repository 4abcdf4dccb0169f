import type { Logger } from '@aws-lambda-powertools/logger';
import type { Process } from '#contracts/define-process.ts';
import { groupBy } from '#graph/group-by.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import type { Change, Changed, Instance } from '#monitor/instances/change-instances.ts';
import { type JobDuration, withEvent } from '#monitor/instances/header.ts';
import { type InstanceRecord, withRecorded } from '#monitor/instances/instance-record.ts';
import { contractIn } from '#monitor/instances/instances-of.ts';
import { withCompleted } from '#monitor/instances/with-completed.ts';
import { type EventLocation, locationInProcess } from './event-locations.ts';
import type { HeardEvent } from './heard-event.ts';
import type { MonitoredContracts } from './recorded-event.ts';

/** The context in which events are heard. */
export interface Hearing {
  /** As `participant/job`. */
  readonly job: string;
  readonly remaining: RemainingTime;
  readonly logger: Pick<Logger, 'error'>;
  /** Whether some of the events may have been heard before: then the instances that they changed are noted again. */
  readonly isAgain: boolean;
}

/** An instance, with events of it that its process knows. */
export interface HeardInstance extends Instance {
  readonly heard: readonly HeardEvent[];
}

/** What those events change. */
export interface HeardChange extends Change {
  /** The durations of jobs that the events show. */
  readonly took: readonly JobDuration[];
  /** The events that were added to the record, each with the label of its location. */
  readonly added: readonly { readonly recorded: RecordedEvent; readonly label: string }[];
  /** The events for which there is no room in the record. */
  readonly overflow: readonly RecordedEvent[];
}

/** Groups events by the instances that they belong to, of the processes that know them. */
export function heardInstances({ processes }: MonitoredContracts, heard: readonly HeardEvent[]): HeardInstance[] {
  return processes.flatMap((process) => {
    const known = heard.filter(({ recorded }) => contractIn(process, recorded));
    const entries = known.flatMap((event) => keysOf(process, event).map((key) => ({ key, event })));
    return [...groupBy(entries, ({ key }) => key)].map(([key, ofKey]) => ({
      process,
      key,
      heard: ofKey.map(({ event }) => event),
    }));
  });
}

/** The keys of a process's instances to which an event belongs. */
const keysOf = ({ name }: Process, { instances }: HeardEvent): string[] =>
  instances.flatMap(({ key, processes }) => (processes.includes(name) ? [key] : []));

/** Computes how an instance changes by the events that were heard of it. */
export function withHeard(
  monitor: MonitoredContracts,
  before: InstanceRecord,
  { process, key, heard }: HeardInstance,
  { job, logger }: Hearing,
): HeardChange {
  const took: JobDuration[] = [];
  const [added, overflow]: [RecordedEvent[], RecordedEvent[]] = [[], []];
  let record = before;
  const keep = (event: RecordedEvent): void => {
    const next = withRecorded(record, event);
    if (!next) overflow.push(event);
    else if (next !== record) added.push(event);
    record = next ?? record;
  };
  for (const { recorded } of heard) {
    const next = withEvent(process, record.header, recorded);
    if (next.header !== record.header) record = { ...record, header: next.header };
    took.push(...next.took);
    keep(recorded);
  }
  const { header, saying } = withCompleted(process, monitor, record.header, heard, job, logger);
  if (header !== record.header) record = { ...record, header };
  if (saying) keep(saying.recorded);
  const { label } = locationInProcess(monitor, process, key);
  return { record, saying, took, added: added.map((recorded) => ({ recorded, label })), overflow };
}

/** The locations of the events that did not fit into the record of their instance. */
export const overflowOf =
  (monitor: MonitoredContracts) =>
  ({ instance, change }: Changed<HeardInstance, HeardChange>): EventLocation[] =>
    (change?.overflow ?? []).map((recorded) => ({
      ...locationInProcess(monitor, instance.process, instance.key),
      recorded,
      heard: instance.heard.map(({ event }) => event),
    }));
