import { inflateRawSync } from 'node:zlib';
import type { Metadata } from '#contracts/metadata.ts';
import { type EventEntry, eventId } from '#jobs/event-entry.ts';
import { canonical } from './fingerprint.ts';
import type { KnownOfOutcome } from './outcome.ts';

/** Begins what the version before kept; no deflated data begins so (RFC 1951: a reserved type of block). */
const MARK = 0b111;

/** The events of an outcome that an earlier version kept, byte for byte. @param known what it was packed with */
export function unpackEarlierOutcome(outcome: Uint8Array, known: KnownOfOutcome): EventEntry[] {
  const isMarked = outcome[0] === MARK;
  const dictionary = Buffer.from(isMarked ? dictionaryOf(known) : unmarkedDictionary(known.brought));
  const said: Said[] = JSON.parse(String(inflateRawSync(outcome.subarray(isMarked ? 1 : 0), { dictionary })));
  return said.map((each, at) => {
    const [Source, DetailType, detail] = lengthened(each, at);
    return { Source, DetailType, Detail: JSON.stringify(detail) };
  });
}

const dictionaryOf = ({ job, key, doneAt, record, brought }: KnownOfOutcome): string =>
  [
    ...(record === undefined ? [] : [canonical(record)]),
    `{"metadata":{"eventId":"","correlationId":${JSON.stringify(key)},"causationId":"","hops":1,"version":1`,
    `,"occurredAt":"${doneAt}","producer":"/${job}"},"data":`,
    ...(brought === undefined ? [] : [canonical(brought)]),
  ].join('');

/** Of outcomes without a mark. */
const unmarkedDictionary = (brought: unknown): string =>
  '{"metadata":{"eventId":"","correlationId":"","causationId":"","hops":1,"version":1,"occurredAt":"202","producer":"' +
  (brought === undefined ? '' : canonical(brought));

/** Source, type and detail; then whether the id is left out, and whether the cause, 32 hexadecimal digits, is in base64url. */
type Said = [source: string, type: string, detail: { metadata?: Partial<Metadata> }, hasNoId?: 1, hasShortCause?: 1];

function lengthened([source, type, detail, hasNoId, hasShortCause]: Said, position: number): Said {
  if (!hasNoId) return [source, type, detail];
  const { metadata = {} } = detail;
  const cause = hasShortCause && { causationId: Buffer.from(metadata.causationId ?? '', 'base64url').toString('hex') };
  const whole = { ...metadata, ...cause };
  return [source, type, { ...detail, metadata: { ...whole, eventId: idOf(whole, type, position) } }];
}

const idOf = ({ causationId, correlationId, producer }: Partial<Metadata>, type: string, position: number): string =>
  eventId(causationId ?? `${producer}#${correlationId}`, type, position);
