import type { Context } from '#cli/project/settings.ts';
import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { readTemplates } from '#template/read-templates.ts';
import { compareRuns } from './compare-runs.ts';
import { copyOfState } from './copy-of-state.ts';
import { isFromOutside, type Replayed, refuseNumber } from './replay-from.ts';
import { type EventToPut, runAgain } from './run-again.ts';
import { withStandIns } from './stand-ins.ts';

/**
 * Plays a saved story from its Nth event, with nothing in tables and queues, and with today's code. Masked values are replaced
 * by values that the event's published schema accepts.
 */
export async function replayStory(
  view: InstanceView,
  from: number,
  around: { readonly context: Context; readonly bus: string | undefined },
): Promise<Replayed> {
  refuseNumber(view, from);
  const rest = view.events.slice(from - 1);
  const first = rest[0] as RecordedEvent;
  const chooseEvents = (templates: string): EventToPut[] => {
    const graph = graphOf(readTemplates([templates]));
    return rest
      .filter((event) => event === first || isFromOutside(event, { events: rest }))
      .map((event) => toPut(event, view.key, schemaOf(graph, event)));
  };
  const state = copyOfState({ lines: [] }, 0, Date.parse(first.at), view.key);
  try {
    const run = await runAgain(chooseEvents, state.file, view, around);
    return {
      ...{ from, state: 'nothing', items: undefined, failures: run.failures, left: [] },
      ...compareRuns(view, run.view, { from, isPastKnown: false }),
    };
  } finally {
    state.remove();
  }
}

/** The event as its job said it; of a producer outside the project it brings no metadata. */
function toPut(
  { source, type, at, eventId, causationId, participant, job, data }: RecordedEvent,
  correlationId: string,
  schema: Schema | undefined,
): EventToPut {
  const ids = { eventId, correlationId, causationId, hops: 0, version: schema?.['x-version'] ?? 1, occurredAt: at };
  const detail = {
    ...(job !== null && { metadata: { ...ids, producer: `${participant}/${job}` } }),
    data: withStandIns(data, schema?.properties?.detail?.properties?.data),
  };
  return { bus: undefined, source, type, resources: [], detail: JSON.stringify(detail), at: Date.parse(at) };
}

type Schema = NonNullable<Parameters<typeof withStandIns>[1]> & { readonly 'x-version'?: number };

const schemaOf = ({ contracts }: Pick<Graph, 'contracts'>, { source, type }: RecordedEvent): Schema | undefined =>
  contracts.find((each) => each.source === source && each.detailType === type)?.schema as Schema | undefined;
