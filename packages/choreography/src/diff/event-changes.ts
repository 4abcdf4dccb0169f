import { hears } from '#check/hears.ts';
import { isWild } from '#check/matches-name.ts';
import { eventOf, jobName } from '#check/naming.ts';
import type { Graph, Producer } from '#graph/graph.ts';
import { firstOfEach, groupBy } from '#graph/group-by.ts';
import type { EventChange } from './difference.ts';

/** The events that are said in one graph and not in the other. */
export function eventChanges(before: Graph, now: Graph): { added: EventChange[]; removed: EventChange[] } {
  const [old, current] = [said(before), said(now)];
  const added = [...current].filter(([key]) => !old.has(key)).map(([, by]) => by);
  const removed = [...old].filter(([key]) => !current.has(key)).map(([, by]) => by);
  return {
    added: added.map((by) => change(by, now)),
    // The jobs that still hear the event though it has no producer: by its name, not because they hear everything.
    removed: removed.map((by) => ({ ...change(by, now), heardBy: namedBy(now, by) })),
  };
}

const said = ({ producers }: Graph): Map<string, Producer[]> =>
  groupBy(
    producers.filter(({ source, detailType }) => !isWild(source + detailType)),
    (producer) => `${producer.bus} ${eventOf(producer)}`,
  );

function change(by: readonly Producer[], { edges }: Graph): EventChange {
  const { bus } = by[0] as Producer;
  const event = eventOf(by[0] as Producer);
  const heard = edges.filter((edge) => edge.bus === bus && edge.event === event && edge.enabled);
  return {
    event,
    bus,
    saidBy: firstOfEach(by, jobName).map(jobName),
    heardBy: firstOfEach(heard, ({ to }) => to).map(({ to }) => to),
  };
}

function namedBy({ consumers }: Graph, by: readonly Producer[]): string[] {
  const event = by[0] as Producer;
  const naming = consumers.filter(
    (consumer) =>
      consumer.bus === event.bus &&
      consumer.enabled &&
      JSON.stringify(consumer.pattern?.['detail-type'] ?? '').includes(JSON.stringify(event.detailType)) &&
      hears(consumer, event),
  );
  return firstOfEach(naming, ({ target }) => jobName(target)).map(({ target }) => jobName(target));
}
