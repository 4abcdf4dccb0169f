import { contractEvent } from '#check/contract/contract-data.ts';
import { eventNames } from '#graph/events/event-name.ts';
import type { Contract, EventName, Graph } from '#graph/graph.ts';
import { eventKey, exchanged, idsOf, type Part } from './exchanged.ts';

/**
 * The choreography as an AsyncAPI document (AsyncAPI specification 3.0.0): a channel for each bus, a message for each event that is said or
 * heard, with its contract, and an operation for each job and event, `send` and `receive` from the job's view. If a
 * participant is given, only what it says and hears.
 */
export function asyncApi(graph: Graph, { title, participant }: { title: string; participant?: string | undefined }) {
  const all = exchanged(graph);
  const parts = all.parts.filter((part) => !part.isOutside && [undefined, part.participant].includes(participant));
  const own = new Set(parts.map(({ event }) => eventKey(event)));
  const events = participant === undefined ? all.events : all.events.filter((event) => own.has(eventKey(event)));
  const buses = [...new Set(events.map(({ bus }) => bus))];
  const ids = new Ids(events, parts);
  const titleOf = eventNames(graph);
  return {
    asyncapi: '3.0.0',
    info: {
      title: participant ?? title,
      version: '1.0.0',
      description: 'Computed from the templates: rules say who hears what, policies who may say it.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      buses.map((bus) => [
        ids.ofBus(bus),
        {
          address: bus,
          title: bus,
          description: `The EventBridge event bus "${bus}".`,
          messages: Object.fromEntries(
            events
              .filter((event) => event.bus === bus)
              .map((event) => [ids.of(event), { $ref: `#/components/messages/${ids.of(event)}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(parts.map((part) => operationOf(part, ids, titleOf(part.event)))),
    components: {
      messages: Object.fromEntries(
        events.map((event) => [ids.of(event), messageOf(event, graph.contracts, ids.of(event), titleOf(event))]),
      ),
    },
  };
}

/** Keys of channels, messages and operations (specification: "Components Object"). */
class Ids {
  readonly ofBus: (bus: string) => string;
  readonly #ofEvent: (name: string) => string;
  readonly #ofPart: (name: string) => string;

  constructor(events: readonly EventName[], parts: readonly Part[]) {
    this.ofBus = idsOf(events.map(({ bus }) => bus));
    this.#ofEvent = idsOf(events.map(eventName));
    this.#ofPart = idsOf(parts.map(partName));
  }

  of(event: EventName): string {
    return this.#ofEvent(eventName(event));
  }

  ofPart(part: Part): string {
    return this.#ofPart(partName(part));
  }
}

const eventName = ({ bus, source, detailType }: EventName): string => `${bus}.${source}.${detailType}`;
const verbOf = ({ action }: Part): string => (action === 'send' ? 'says' : 'hears');
const partName = (part: Part): string => `${part.job} ${verbOf(part)} ${eventName(part.event)}`;

function operationOf(part: Part, ids: Ids, title: string): readonly [string, object] {
  const { action, participant, job, event } = part;
  const channel = `#/channels/${ids.ofBus(event.bus)}`;
  return [
    ids.ofPart(part),
    {
      action,
      channel: { $ref: channel },
      title: `${job} ${verbOf(part)} ${title}`,
      tags: [{ name: participant }],
      messages: [{ $ref: `${channel}/messages/${ids.of(event)}` }],
    },
  ];
}

/** AsyncAPI has no binding for EventBridge: the fields by which rules match are an extension. */
function messageOf(event: EventName, contracts: readonly Contract[], id: string, title: string): object {
  const { bus, source, detailType } = event;
  const schema = contractOf(event, contracts);
  return {
    name: detailType === '*' ? title : detailType,
    title,
    contentType: 'application/json',
    'x-eventbridge': { bus, source, 'detail-type': detailType },
    ...(schema !== undefined && { payload: relocated(schema, `#/components/messages/${id}/payload`) }),
  };
}

/** The published contract of a whole event, as JSON Schema; undefined without one. */
export function contractOf({ source, detailType }: EventName, contracts: readonly Contract[]) {
  const contract = contracts.find((each) => each.source === source && each.detailType === detailType);
  return contract && contractEvent(contract.schema);
}

/** A schema with its references to its own definitions moved to a new location. */
function relocated(schema: unknown, to: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => relocated(each, to));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === '$ref' && typeof value === 'string' ? value.replace(/^#/, to) : relocated(value, to),
    ]),
  );
}
