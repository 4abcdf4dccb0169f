import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Process } from '#contracts/define-process.ts';
import { eventId } from '#jobs/event-entry.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { emptyHeader, type Header, withEvent } from './header.ts';
import type { InstanceRecord } from './instance-record.ts';

/** The attributes of an instance's item that hold its record; others are for the lists. */
export interface KeptRecord extends Partial<Pick<Header, 'items' | 'setAside'>> {
  readonly pk: string;
  /** In milliseconds since 1970; in an item of an earlier version ISO 8601. */
  readonly completedSaid?: number | string;
  readonly overdueSaid?: number | string;
  /** For whom the instance runs. Only an item of an earlier version has `toldBy` here; others have it in `told`. */
  readonly party?: { readonly id: string; readonly toldBy?: string };
  /** The first events, and the sightings that do not follow from them: {@link Told} as JSON, deflated. */
  readonly told?: Uint8Array;
  /** The sightings in an item of an earlier version, which has no events. */
  readonly seen?: Readonly<Record<string, KeptSightings>>;
}

type Sightings = Header['seen'][string];

/** The sightings of one type of event. A single one, as nearly every type has, is not in an array. */
type KeptSightings = Sightings[number] | Sightings;

/** The content of `told` before it is deflated, without names of fields: these would take as many bytes as the values. */
type Told = readonly [
  events: readonly (readonly [
    /** The place among what one run says, where the id follows from that and from what caused it: as those of all jobs do. */
    eventId: string | number,
    source: string,
    type: string,
    at: string,
    causationId: string | null,
    participant: string,
    job: string | null,
    data: unknown,
  ])[],
  /** The sightings by type of event; null if they follow from these events. */
  seen: Readonly<Record<string, KeptSightings>> | null,
  /** The rank of the event that named the party. */
  toldBy: string | null,
];

/**
 * The texts that nearly every record contains, the most frequent last: deflate refers to them as if they preceded the record. It must
 * never change, or else no record that was written before can be read.
 */
const DICTIONARY = Buffer.from(
  '"status":"quantity":"currency":"amount":"address":"email":"***""name":"***""items":[{"id":""messageId":"{"":{"eventId":"","at":"2026-","awaits":{"cause":"","job":""}}},"0#2026-]],null,"1#20[[["","T00:00:00.000Z",null,"","",{"",{"',
);

/** Makes the attributes of a record. Empty parts are left out: an instance with its events should fit into one write unit, a kilobyte. */
export function kept(process: Process, { header, events }: InstanceRecord): Omit<KeptRecord, 'pk'> {
  const { key: _, seen, party, completedSaid, overdueSaid, ...optional } = header;
  const telling = Object.entries(optional).filter(([, value]) => value !== null && Object.keys(value).length > 0);
  const compact = Object.entries(seen).map(([type, each]) => [type, each.length === 1 ? each[0] : each] as const);
  const follows = canonical(seen) === canonical(seenIn(process, events));
  const told: Told = [
    events.map((each) => [
      ...([shortIdOf(each), each.source, each.type, each.at, each.causationId] as const),
      ...([each.participant, each.job, each.data] as const),
    ]),
    follows ? null : (Object.fromEntries(compact) as Record<string, KeptSightings>),
    party?.toldBy ?? null,
  ];
  return {
    told: deflateRawSync(JSON.stringify(told), { dictionary: DICTIONARY, level: 9 }),
    ...(party && { party: { id: party.id } }),
    ...(completedSaid && { completedSaid: Date.parse(completedSaid) }),
    ...(overdueSaid && { overdueSaid: Date.parse(overdueSaid) }),
    ...(Object.fromEntries(telling) as Pick<KeptRecord, 'items' | 'setAside'>),
  };
}

/** Reads the record in an item, also in one of an earlier version. */
export function toRecord(process: Process, item: KeptRecord): InstanceRecord {
  const { pk, party, items, setAside, completedSaid, overdueSaid } = item;
  const [told, keptSeen, toldBy] = item.told ? inflated(item.told) : [[], item.seen ?? {}, null];
  const events = told.map(
    ([id, source, type, at, causationId, participant, job, data]): RecordedEvent => ({
      ...{
        eventId: typeof id === 'number' ? eventId(causationId ?? '', type, id) : id,
        source,
        type,
        at,
        causationId,
        participant,
        job,
        data,
      },
    }),
  );
  const empty = emptyHeader(pk.slice(pk.indexOf('#') + 1));
  const seen = keptSeen && Object.entries(keptSeen).map(([type, each]) => [type, [each].flat()]);
  return {
    events,
    header: {
      ...empty,
      party: party ? { id: party.id, toldBy: party.toldBy ?? toldBy ?? '' } : empty.party,
      seen: seen ? Object.fromEntries(seen) : seenIn(process, events),
      items: items ?? empty.items,
      setAside: setAside ?? empty.setAside,
      completedSaid: isoTime(completedSaid),
      overdueSaid: isoTime(overdueSaid),
    },
  };
}

const isoTime = (time: number | string | undefined): string | null =>
  typeof time === 'number' ? new Date(time).toISOString() : (time ?? null);

/** The id of an event, or its place among the first that its cause brings about: 32 random digits are a sixth of all that is kept of it. */
function shortIdOf({ eventId: id, type, causationId }: RecordedEvent): string | number {
  const places = causationId === null ? [] : [0, 1, 2];
  return places.find((place) => eventId(causationId ?? '', type, place) === id) ?? id;
}

const inflated = (told: Uint8Array): Told =>
  JSON.parse(inflateRawSync(told, { dictionary: DICTIONARY }).toString('utf8'));

/** The sightings that follow from some events. */
const seenIn = (process: Process, events: readonly RecordedEvent[]): Header['seen'] =>
  events.reduce((header, event) => withEvent(process, header, event).header, emptyHeader('')).seen;

const canonical = (seen: Header['seen']): string =>
  JSON.stringify(Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1)));
