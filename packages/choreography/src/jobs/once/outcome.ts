import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Metadata } from '#contracts/metadata.ts';
import { type EventEntry, eventId } from '#jobs/event-entry.ts';
import { canonical } from './fingerprint.ts';

/** What is known where an outcome is read, so that it need not be in it: what the item beside it has, and what somebody brings again. */
export interface KnownOfOutcome {
  /** The name of the job within its participant. */
  readonly job: string;
  /** The business key. */
  readonly key: string;
  readonly doneAt: string;
  /** What the job keeps of its key, if anything. */
  readonly record?: unknown;
  /** The data as it was sent; undefined if the outcome has to be readable without it. */
  readonly brought: unknown;
}

/** Begins what is kept as below; no deflated data begins so (RFC 1951: a reserved type of block). */
const MARK = 0b111;

/**
 * What a job said, as it is kept: compressed, and only as far as it differs from what is known where it is read, since an event mostly
 * carries on what caused it. An id that follows from the cause is left out.
 */
export function packOutcome(entries: readonly EventEntry[], known: KnownOfOutcome): Uint8Array {
  const said = entries.map(({ Source, DetailType, Detail }, at) =>
    shortened([Source, DetailType, JSON.parse(Detail)], at),
  );
  const dictionary = Buffer.from(dictionaryOf(known));
  return Buffer.concat([Buffer.of(MARK), deflateRawSync(JSON.stringify(said), { level: 9, dictionary })]);
}

/** The events of {@link packOutcome}, byte for byte. @param known what they were packed with */
export function unpackOutcome(outcome: Uint8Array, known: KnownOfOutcome): EventEntry[] {
  const isMarked = outcome[0] === MARK;
  const dictionary = Buffer.from(isMarked ? dictionaryOf(known) : earlierDictionary(known.brought));
  const said: Said[] = JSON.parse(String(inflateRawSync(outcome.subarray(isMarked ? 1 : 0), { dictionary })));
  return said.map((each, at) => {
    const [Source, DetailType, detail] = lengthened(each, at);
    return { Source, DetailType, Detail: JSON.stringify(detail) };
  });
}

/**
 * Never change it, or outcomes that were kept before cannot be read. What is last is found with the shortest reference; of more than
 * 32 KB only the end counts (RFC 1951).
 */
const dictionaryOf = ({ job, key, doneAt, record, brought }: KnownOfOutcome): string =>
  [
    ...(record === undefined ? [] : [canonical(record)]),
    `{"metadata":{"eventId":"","correlationId":${JSON.stringify(key)},"causationId":"","hops":1,"version":1`,
    `,"occurredAt":"${doneAt}","producer":"/${job}"},"data":`,
    ...(brought === undefined ? [] : [canonical(brought)]),
  ].join('');

/** That of the version before, whose outcomes have no mark. */
const earlierDictionary = (brought: unknown): string =>
  '{"metadata":{"eventId":"","correlationId":"","causationId":"","hops":1,"version":1,"occurredAt":"202","producer":"' +
  (brought === undefined ? '' : canonical(brought));

/** Source, type and detail; then whether the id is left out, and whether the cause, 32 hexadecimal digits, is in base64url. */
type Said = [source: string, type: string, detail: { metadata?: Partial<Metadata> }, hasNoId?: 1, hasShortCause?: 1];

function shortened([source, type, detail]: Said, position: number): Said {
  const { metadata } = Object(detail) as Said[2];
  if (typeof metadata?.eventId !== 'string' || metadata.eventId !== idOf(metadata, type, position))
    return [source, type, detail];
  const { causationId } = metadata;
  const isShort = typeof causationId === 'string' && /^[0-9a-f]{32}$/.test(causationId);
  const cause = isShort ? { causationId: Buffer.from(causationId, 'hex').toString('base64url') } : {};
  const short = { ...detail, metadata: { ...metadata, eventId: '', ...cause } };
  return isShort ? [source, type, short, 1, 1] : [source, type, short, 1];
}

function lengthened([source, type, detail, hasNoId, hasShortCause]: Said, position: number): Said {
  if (!hasNoId) return [source, type, detail];
  const { metadata = {} } = detail;
  const cause = hasShortCause && { causationId: Buffer.from(metadata.causationId ?? '', 'base64url').toString('hex') };
  const whole = { ...metadata, ...cause };
  return [source, type, { ...detail, metadata: { ...whole, eventId: idOf(whole, type, position) } }];
}

/** As `eventEntries` makes it. */
const idOf = ({ causationId, correlationId, producer }: Partial<Metadata>, type: string, position: number): string =>
  eventId(causationId ?? `${producer}#${correlationId}`, type, position);
