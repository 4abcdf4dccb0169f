import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type EventEntry, metadataOf } from '#jobs/event-entry.ts';
import { unpackEarlierOutcome } from './earlier-outcome.ts';
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
  /** Whose job it is, and what it may say; undefined if the outcome has to be readable without them. */
  readonly sayer?: OutcomeSayer | undefined;
}

export interface OutcomeSayer {
  readonly participant: string;
  readonly emits: readonly { readonly source: string; readonly type: string }[];
}

/** Begin what is kept; no deflated data begins so (RFC 1951: a reserved type of block), nor what earlier versions kept. */
const MARK = 0b0110;
/** The same, where a cause of 16 bytes follows. */
const MARK_WITH_CAUSE = 0b1110;
const CAUSE = /^[0-9a-f]{32}$/;
const CAUSE_BYTES = 16;

/** What the events of an outcome have in common: how far they are from the first of a chain, and what caused them. */
type Head = readonly [hops: number, cause: string | null];

/**
 * An event as it is kept. What follows from the item and from the head is left out, and its source and type are told by a tag; where more
 * differs it is kept whole: source, type, detail and a 1.
 */
type Kept =
  | readonly [tag: string, data: unknown, version?: number]
  | readonly [source: string, type: string, detail: unknown, isWhole: 1];

/**
 * What a job said, as it is kept: compressed, and only as far as it differs from what is known where it is read, since an event mostly
 * carries on what caused it. What lasts for ever has to be small.
 */
export function packOutcome(entries: readonly EventEntry[], known: KnownOfOutcome): Uint8Array {
  const details = entries.map(({ Detail }) => JSON.parse(Detail));
  const { hops = 0, causationId = null } = Object(Object(details[0]).metadata) as Record<string, never>;
  const head: Head = [hops, causationId];
  const kept = entries.map((entry, at) => keptOf(entry, details[at], at, head, known));
  const isShort = typeof causationId === 'string' && CAUSE.test(causationId);
  const text = JSON.stringify([isShort ? hops : head, ...kept]);
  return Buffer.concat([
    isShort ? Buffer.from([MARK_WITH_CAUSE, ...Buffer.from(causationId, 'hex')]) : Buffer.of(MARK),
    deflateRawSync(text, { level: 9, dictionary: dictionaryOf(known) }),
  ]);
}

/**
 * The events of {@link packOutcome}: the same JSON, though the fields of the data are sorted. Throws if the job declares no more
 * that it says one of them. @param known what they were packed with
 */
export function unpackOutcome(outcome: Uint8Array, known: KnownOfOutcome): EventEntry[] {
  const hasCause = outcome[0] === MARK_WITH_CAUSE;
  if (!hasCause && outcome[0] !== MARK) return unpackEarlierOutcome(outcome, known);
  const begin = hasCause ? 1 + CAUSE_BYTES : 1;
  const text = inflateRawSync(outcome.subarray(begin), { dictionary: dictionaryOf(known) });
  const [first, ...kept]: [Head | number, ...Kept[]] = JSON.parse(String(text));
  const cause = Buffer.from(outcome.subarray(1, begin)).toString('hex');
  const head: Head = hasCause ? [first as number, cause] : (first as Head);
  return kept.map((each, at) => {
    if (each.length === 4) return { Source: each[0], DetailType: each[1], Detail: JSON.stringify(each[2]) };
    const [tag, data, version = 1] = each;
    const name = known.sayer?.emits.find((one) => tagOf(one) === tag);
    if (!name || !known.sayer)
      throw new Error(
        `What ${known.job} said for ${known.key} is no event that it still declares: let it emit it again.`,
      );
    const metadata = followingMetadata(name.type, version, at, head, known);
    return { Source: name.source, DetailType: name.type, Detail: JSON.stringify({ metadata, data }) };
  });
}

function keptOf(
  { Source, DetailType }: EventEntry,
  detail: unknown,
  position: number,
  head: Head,
  known: KnownOfOutcome,
): Kept {
  const { metadata, data } = Object(detail) as {
    readonly metadata?: { readonly version?: number };
    readonly data?: unknown;
  };
  const { version = 1 } = Object(metadata) as { readonly version?: number };
  const tag = tagOf({ source: Source, type: DetailType });
  const following = { metadata: followingMetadata(DetailType, version, position, head, known), data };
  const isDeclared = known.sayer?.emits.filter((one) => tagOf(one) === tag).length === 1;
  if (!isDeclared || data === undefined || canonical(detail) !== canonical(following))
    return [Source, DetailType, detail, 1];
  const sorted: unknown = JSON.parse(canonical(data));
  return version === 1 ? [tag, sorted] : [tag, sorted, version];
}

/** The metadata of an event as far as they follow from the item that keeps it, its place, and what caused it. */
const followingMetadata = (
  type: string,
  version: number,
  position: number,
  [hops, causationId]: Head,
  { job, key, doneAt, sayer }: KnownOfOutcome,
) =>
  metadataOf({
    ...{ type, version, position, hops, causationId },
    ...{ correlationId: key, key, occurredAt: doneAt, producer: `${sayer?.participant}/${job}` },
  });

/** 18 bits tell the events apart that one job says. */
const tagOf = ({ source, type }: { readonly source: string; readonly type: string }): string =>
  createHash('sha256').update(`${source} ${type}`).digest('base64url').slice(0, 3);

/**
 * Never change it, or outcomes that were kept before cannot be read. What is last is found with the shortest reference; of more than
 * 32 KB only the end counts (RFC 1951).
 */
const dictionaryOf = ({ job, key, doneAt, record, brought }: KnownOfOutcome): Buffer =>
  Buffer.from(
    [
      `{"metadata":{"eventId":"","correlationId":${JSON.stringify(key)},"causationId":null,"hops":0,"version":1`,
      `,"occurredAt":"${doneAt}","producer":"/${job}"},"data":`,
      ...(record === undefined ? [] : [canonical(record)]),
      ...(brought === undefined ? [] : [canonical(brought)]),
      '",{"[1,["',
    ].join(''),
  );
