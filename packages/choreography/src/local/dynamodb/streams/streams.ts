import { isDeepStrictEqual } from 'node:util';
import type { Item, Table } from '#local/dynamodb/dynalite.ts';
import { primaryKey } from '#local/dynamodb/items/item-store.ts';
import type { TableSchema } from '#local/dynamodb/items/table-schema.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';

/** What a stream record has of a changed item (API reference: StreamSpecification). */
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** One change of an item, as GetRecords and functions have it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** In seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  /** Of a deletion by time to live. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

/** The stream of one table, in one shard. */
export interface TableStream {
  readonly arn: string;
  readonly label: string;
  readonly table: string;
  readonly viewType: StreamViewType;
  /** As the table has it. */
  readonly keySchema: unknown;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  enabled: boolean;
  /** The number of the first record that is kept. */
  first: number;
  readonly records: StreamRecord[];
  readonly listeners: Set<() => void>;
}

/** Records are kept for so long, in seconds (developer guide: "Change data capture for DynamoDB Streams"). */
const KEPT_SECONDS = 24 * 60 * 60;
/** The label of a stream that a template makes: its ARN is known before the table is there. */
export const TEMPLATE_LABEL = '1970-01-01T00:00:00.000';

/** The streams of tables: their changes in sequence, for 24 hours of the clock. */
export class Streams {
  readonly #streams = new Map<string, TableStream>();

  constructor(
    private readonly region: string,
    private readonly now: () => number,
  ) {}

  all(): TableStream[] {
    return [...this.#streams.values()];
  }

  find(streamArn: string): TableStream | undefined {
    return this.#streams.get(streamArn);
  }

  /** The stream that takes the changes of a table. */
  of(table: string): TableStream | undefined {
    return this.all().find((stream) => stream.table === table && stream.enabled);
  }

  open(table: Table, viewType: StreamViewType, label = this.#label()): TableStream {
    const stream: TableStream = {
      arn: `${table.TableArn}/stream/${label}`,
      label,
      table: table.TableName,
      keySchema: table.KeySchema,
      viewType,
      createdAt: this.now(),
      enabled: true,
      first: 0,
      records: [],
      listeners: new Set(),
    };
    this.#streams.set(stream.arn, stream);
    return stream;
  }

  /** What it holds can still be read. */
  close(table: string): void {
    const stream = this.of(table);
    if (stream) stream.enabled = false;
  }

  /** Notes a change, if it is one and the table has a stream. */
  record({ name, ...schema }: TableSchema, old: Item | undefined, item: Item | undefined, byTimeToLive: boolean): void {
    const stream = this.of(name);
    const some = item ?? old;
    if (!stream || !some || isDeepStrictEqual(old, item)) return;
    this.trim(stream);
    const number = stream.first + stream.records.length;
    const Keys = primaryKey(some, { name, ...schema });
    const showsNew = item && ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(stream.viewType);
    const showsOld = old && ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(stream.viewType);
    stream.records.push({
      eventID: `${stream.label}-${number}`.replace(/\D/g, '').padStart(32, '0'),
      eventName: old ? (item ? 'MODIFY' : 'REMOVE') : 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.now() / 1000),
        Keys,
        ...(showsNew && { NewImage: item }),
        ...(showsOld && { OldImage: old }),
        SequenceNumber: sequenceNumber(number),
        SizeBytes: itemSize(Keys) + (showsNew ? itemSize(item) : 0) + (showsOld ? itemSize(old) : 0),
        StreamViewType: stream.viewType,
      },
      ...(byTimeToLive && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    });
    for (const listener of stream.listeners) listener();
  }

  /** Forgets what is too old. */
  trim(stream: TableStream): void {
    const oldest = this.now() / 1000 - KEPT_SECONDS;
    const kept = stream.records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldest);
    const gone = kept < 0 ? stream.records.length : kept;
    stream.records.splice(0, gone);
    stream.first += gone;
  }

  #label(): string {
    return new Date(this.now()).toISOString().replace('Z', '');
  }
}

/** Sequence numbers have 21 to 40 digits, and grow. */
export const sequenceNumber = (number: number): string => `1${String(number).padStart(23, '0')}`;

/** The number of the record with a sequence number. */
export const numberOf = (sequence: string): number => Number(sequence.slice(1));

/** Records from a number on, and the number of the next. */
export function recordsFrom(stream: TableStream, from: number, most: number) {
  const start = Math.max(from, stream.first);
  const records = stream.records.slice(start - stream.first, start - stream.first + most);
  return { records, next: start + records.length };
}
