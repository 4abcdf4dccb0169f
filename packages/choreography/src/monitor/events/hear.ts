import { AT_ONCE, eachAtOnce } from '#monitor/at-once.ts';
import { changeInstances } from '#monitor/instances/change-instances.ts';
import { noteBatch } from '#monitor/notes/note-items.ts';
import { saying } from '#monitor/statistics/sums.ts';
import { keepClear } from './clear-events.ts';
import { putEvent } from './event-items.ts';
import { firstLabelOf, locationsOf } from './event-locations.ts';
import type { BusEvent, HeardEvent } from './heard-event.ts';
import { type Hearing, heardInstances, overflowOf, withHeard } from './heard-instances.ts';
import { type MonitoredContracts, readRecordedEvent } from './recorded-event.ts';

/**
 * Keeps what was heard together, and says once of each instance that is completed by it that it is. An instance is written once for all
 * of its events. Every write sets what it would set again, so that a repeated delivery changes nothing. Returns the events that could
 * not be kept: none of them stops another. Throws when the table cannot be read, or the note of what changed cannot be written.
 */
export async function hear(
  monitor: MonitoredContracts,
  events: readonly BusEvent[],
  hearing: Hearing,
): Promise<ReadonlySet<BusEvent>> {
  const failed = new Set<BusEvent>();
  const fail = (event: BusEvent, error: Error): void => {
    if (!failed.has(event)) hearing.logger.error(`the event ${event.id} could not be kept`, error);
    failed.add(event);
  };
  const heard = events.flatMap((event): HeardEvent[] => {
    try {
      return [{ event, ...readRecordedEvent(monitor, event) }];
    } catch (error) {
      fail(event, error as Error);
      return [];
    }
  });
  const changes = await changeInstances(heardInstances(monitor, heard), hearing.remaining, (record, instance) =>
    withHeard(monitor, record, instance, hearing),
  );
  for (const { instance, error } of changes) if (error) for (const { event } of instance.heard) fail(event, error);
  const locations = [...heard.flatMap((each) => locationsOf(monitor, each)), ...changes.flatMap(overflowOf(monitor))];
  const kept = await eachAtOnce(locations, AT_ONCE, async (location) => {
    try {
      return (await putEvent(location, location.recorded)) ? [location] : [];
    } catch (error) {
      for (const event of location.heard) fail(event, error as Error);
      return [];
    }
  });
  await eachAtOnce(heard, AT_ONCE, (each) => keepClear(each).catch((error: Error) => fail(each.event, error)));
  const written = changes.flatMap((each) => (each.written && each.change ? [each.change] : []));
  const counted = new Map(heard.map((each) => [each.recorded, firstLabelOf(monitor, each)]));
  const said = [...kept.flat(), ...written.flatMap(({ added }) => added)]
    .filter(({ recorded, label }) => (counted.get(recorded) ?? label) === label)
    .map(({ recorded }) => saying(recorded));
  const changed = changes.filter((each) => each.written || (hearing.isAgain && !each.error));
  await noteBatch(
    changed.map(({ instance }) => instance),
    [...said, ...written.flatMap(({ took }) => took)],
    hearing.remaining,
  );
  return failed;
}
