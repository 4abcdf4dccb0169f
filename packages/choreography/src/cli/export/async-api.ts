import { contractEvent } from '#check/contract/contract-data.ts';
import type { Contract, EventName, Graph } from '#graph/graph.ts';

/** A job that says or hears an event, by participant and job. */
interface Part {
  readonly action: 'send' | 'receive';
  readonly job: string;
  readonly event: EventName;
}

/**
 * The choreography as an AsyncAPI document (AsyncAPI specification 3.0.0): a channel for each bus, a message for each event that somebody says or
 * hears by its name, with its contract, and an operation for each job and event, `send` and `receive` from the job's view. With a
 * participant only what that one says and hears.
 */
export function asyncApi(graph: Graph, { title, participant }: { title: string; participant?: string | undefined }) {
  const parts = partsOf(graph).filter(({ job }) => participant === undefined || job.split('/')[0] === participant);
  const spoken = new Set(parts.map(({ event }) => keyOf(event)));
  const events = participant === undefined ? graph.events : graph.events.filter((event) => spoken.has(keyOf(event)));
  const buses = [...new Set(events.map(({ bus }) => bus))];
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
        idOf(bus),
        {
          address: bus,
          title: bus,
          description: `The EventBridge event bus "${bus}".`,
          messages: Object.fromEntries(
            events
              .filter((event) => event.bus === bus)
              .map((event) => [messageId(event), { $ref: `#/components/messages/${messageId(event)}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(parts.map(operationOf)),
    components: {
      messages: Object.fromEntries(events.map((event) => [messageId(event), messageOf(event, graph.contracts)])),
    },
  };
}

/** Who says each event by its name, and who hears it, each once. */
function partsOf({ events, producers, edges, outside }: Graph): Part[] {
  const named = new Map(events.map((event) => [keyOf(event), event]));
  const part = (action: Part['action'], job: string, event: EventName): [string, Part][] => {
    const found = named.get(keyOf(event));
    return found ? [[`${action} ${job} ${keyOf(event)}`, { action, job, event: found }]] : [];
  };
  return [
    ...new Map([
      ...producers.flatMap((producer) => part('send', `${producer.participant}/${producer.job}`, producer)),
      ...edges.flatMap((edge) => part('send', edge.from, edge)),
      ...[...edges, ...outside].flatMap((edge) => part('receive', edge.to, edge)),
    ]).values(),
  ];
}

function operationOf({ action, job, event }: Part): readonly [string, object] {
  const [participant = ''] = job.split('/');
  const channel = `#/channels/${idOf(event.bus)}`;
  const verb = action === 'send' ? 'says' : 'hears';
  return [
    idOf(`${job} ${verb} ${event.source} ${event.detailType}`),
    {
      action,
      channel: { $ref: channel },
      title: `${job} ${verb} ${event.detailType}`,
      tags: [{ name: participant }],
      messages: [{ $ref: `${channel}/messages/${messageId(event)}` }],
    },
  ];
}

/** AsyncAPI has no binding for EventBridge: how the event is matched there stands as an extension. */
function messageOf(event: EventName, contracts: readonly Contract[]): object {
  const { bus, source, detailType } = event;
  const contract = contracts.find((each) => each.source === source && each.detailType === detailType);
  const schema = contract && contractEvent(contract.schema);
  return {
    name: detailType,
    title: detailType,
    contentType: 'application/json',
    'x-eventbridge': { bus, source, 'detail-type': detailType },
    ...(schema !== undefined && {
      payload: relocated(schema, `#/components/messages/${messageId(event)}/payload`),
    }),
  };
}

/** A schema whose references to its own definitions lead to where it now stands. */
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

const keyOf = ({ bus, source, detailType }: EventName): string => `${bus} ${source} ${detailType}`;
const messageId = ({ bus, source, detailType }: EventName): string => idOf(`${bus}.${source}.${detailType}`);

/** Keys of components are letters, digits, points, hyphens and underscores (specification: "Components Object"). */
const idOf = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '_');
