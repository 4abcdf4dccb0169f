import { stringify } from 'yaml';
import { eventNames } from '#graph/events/event-name.ts';
import type { EventName, Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';
import { contractOf } from './async-api.ts';
import { exchanged, idsOf, type Part } from './exchanged.ts';

/** EventCatalog pins resources to versions; what templates make has one: what is deployed. */
const VERSION = '1.0.0';

/**
 * The choreography as the files of an EventCatalog project, by path (EventCatalog documentation: "Project structure", and the reference of
 * events, services, channels and domains): each participant is a service, each bus a channel, each event an event with its
 * contract as `schema.json`; the whole is a domain. Events that no participant says are sent by an external system.
 */
export function eventCatalog(graph: Graph, title: string): ReadonlyMap<string, string> {
  const { events, parts } = exchanged(graph);
  const named = [...groupBy(events, nameOf).values()];
  const silent = graph.functions.filter(({ participant }) => !parts.some((part) => part.participant === participant));
  const services = groupBy(parts, ({ participant }) => participant);
  for (const { participant } of silent) services.set(participant, []);
  const ids: Ids = {
    event: idsOf(events.map(nameOf)),
    service: idsOf(services.keys()),
    channel: idsOf(events.map(({ bus }) => bus)),
  };
  const titleOf = eventNames(graph);
  const own = [...services].filter(([, [part]]) => part?.isOutside !== true).map(([service]) => service);
  return new Map([
    ...projectFiles(title),
    [
      `domains/${idsOf([title])(title)}/index.mdx`,
      page(title, title, 'Computed from the templates: rules say who hears what, policies who may say it.', {
        services: own.map((service) => pointer(ids.service(service))),
      }),
    ],
    ...[...services].map(([service, of]) => serviceFile(service, of, ids, titleOf)),
    ...[...new Set(events.map(({ bus }) => bus))].map((bus): [string, string] => [
      `channels/${ids.channel(bus)}/index.mdx`,
      page(ids.channel(bus), bus, `The EventBridge event bus ${bus}.`, {
        address: bus,
        protocols: ['eventbridge'],
        deliveryGuarantee: 'at-least-once',
      }),
    ]),
    ...named.flatMap(([event]) => (event ? eventFiles(event, graph, ids, titleOf(event)) : [])),
  ]);
}

type NameOf = (name: string) => string;
interface Ids {
  readonly event: NameOf;
  readonly service: NameOf;
  readonly channel: NameOf;
}

/** An event is one on all buses: they are its channels. */
const nameOf = ({ source, detailType }: EventName): string => `${source}.${detailType}`;

const pointer = (id: string) => ({ id, version: VERSION });

const projectFiles = (title: string): [string, string][] => [
  [
    'package.json',
    json({
      name: 'event-catalog',
      private: true,
      type: 'module',
      scripts: { dev: 'eventcatalog dev', build: 'eventcatalog build' },
      dependencies: { '@eventcatalog/core': '3.48.4' },
    }),
  ],
  [
    'eventcatalog.config.js',
    `export default ${json({ title, organizationName: title, cId: 'choreography' }).trimEnd()};\n`,
  ],
];

function serviceFile(
  service: string,
  parts: readonly Part[],
  ids: Ids,
  titleOf: (event: EventName) => string,
): [string, string] {
  const isOutside = parts.some((part) => part.isOutside);
  const messages = (action: Part['action'], way: 'to' | 'from') =>
    [
      ...groupBy(
        parts.filter((part) => part.action === action).map(({ event }) => event),
        nameOf,
      ),
    ].map(([name, events]) => ({
      ...pointer(ids.event(name)),
      [way]: [...new Set(events.map(({ bus }) => bus))].map((bus) => pointer(ids.channel(bus))),
    }));
  const jobs = [...groupBy(parts, ({ job }) => job)].flatMap(([job, of]) => [
    `### ${code(job)}`,
    '',
    ...of.map(
      ({ action, event }) => `- ${action === 'send' ? 'says' : 'hears'} ${code(titleOf(event))} on ${code(event.bus)}`,
    ),
    '',
  ]);
  const summary = isOutside
    ? 'Events of this source come from outside these templates.'
    : 'A participant of the choreography.';
  const matter = {
    ...(isOutside && { externalSystem: true }),
    sends: messages('send', 'to'),
    receives: messages('receive', 'from'),
  };
  return [
    `services/${ids.service(service)}/index.mdx`,
    page(ids.service(service), service, summary, matter, isOutside ? [] : jobs),
  ];
}

function eventFiles(event: EventName, { contracts }: Graph, ids: Ids, title: string): [string, string][] {
  const id = ids.event(nameOf(event));
  const schema = contractOf(event, contracts);
  const body = [`Source ${code(event.source)}, detail-type ${code(event.detailType)}.`, ''];
  if (schema === undefined) return [[`events/${id}/index.mdx`, page(id, title, SUMMARY, {}, body)]];
  return [
    [
      `events/${id}/index.mdx`,
      page(id, title, SUMMARY, { schemaPath: 'schema.json' }, [...body, '<SchemaViewer file="schema.json" />', '']),
    ],
    [`events/${id}/schema.json`, json(schema)],
  ];
}

const SUMMARY = 'An event of EventBridge.';

/** A page: its front matter, a picture of what leads to it and from it, and its text. */
const page = (id: string, name: string, summary: string, matter: object, body: readonly string[] = []): string =>
  [
    '---',
    stringify({ id, name, version: VERSION, summary, ...matter }).trimEnd(),
    '---',
    '',
    ...body,
    '<NodeGraph />',
    '',
  ].join('\n');

/** Text as code: nothing in it is Markdown or JSX. */
const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
