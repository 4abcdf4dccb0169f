import type { Fields } from '#local/dynamodb/dynalite.ts';
import { dynamoDbError, validationError } from '#local/dynamodb/dynamodb-error.ts';
import { numberOf, recordsFrom, type Streams, sequenceNumber, type TableStream } from './streams.ts';

/** Streams have one shard here. */
export const SHARD_ID = 'shardId-00000000000000000000-00000000';
/** An iterator is good for so long, in milliseconds (API reference: GetShardIterator). */
const ITERATOR_LIFE = 15 * 60_000;
const MAX_RECORDS = 1000;

/** The API of DynamoDB Streams, by its operations. */
export function streamOperations(streams: Streams, now: () => number): Record<string, (input: Fields) => Fields> {
  const get = (streamArn: unknown): TableStream => {
    const found = streams.find(String(streamArn));
    if (found) return found;
    throw dynamoDbError('ResourceNotFoundException', `Requested resource not found: Stream: ${streamArn} not found`);
  };
  const iterator = (stream: TableStream, at: number): string =>
    Buffer.from(JSON.stringify({ arn: stream.arn, at, since: now() })).toString('base64url');
  return {
    ListStreams: ({ TableName }) => ({
      Streams: streams
        .all()
        .filter(({ table }) => TableName === undefined || table === TableName)
        .map(({ arn, label, table }) => ({ StreamArn: arn, StreamLabel: label, TableName: table })),
    }),
    DescribeStream: ({ StreamArn }) => ({ StreamDescription: describe(get(StreamArn)) }),
    GetShardIterator: ({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }) => {
      const stream = get(StreamArn);
      if (ShardId !== SHARD_ID)
        throw dynamoDbError('ResourceNotFoundException', `Requested resource not found: Shard: ${ShardId} not found`);
      return { ShardIterator: iterator(stream, startOf(stream, ShardIteratorType, SequenceNumber)) };
    },
    GetRecords: ({ ShardIterator, Limit = MAX_RECORDS }) => {
      const { arn, at, since } = iteratorIn(ShardIterator);
      if (now() - since > ITERATOR_LIFE) throw dynamoDbError('ExpiredIteratorException', 'Iterator expired');
      if (Number(Limit) < 1 || Number(Limit) > MAX_RECORDS)
        throw validationError(`Limit must be from 1 to ${MAX_RECORDS}, and is ${Limit}.`);
      const stream = get(arn);
      streams.trim(stream);
      if (at < stream.first)
        throw dynamoDbError(
          'TrimmedDataAccessException',
          'The operation attempted to read past the oldest stream record in a shard.',
        );
      const { records, next } = recordsFrom(stream, at, Number(Limit));
      return { Records: records, ...(stream.enabled && { NextShardIterator: iterator(stream, next) }) };
    },
  };
}

const iteratorIn = (text: unknown): { arn: string; at: number; since: number } => {
  try {
    return JSON.parse(Buffer.from(String(text), 'base64url').toString());
  } catch {
    throw validationError('Invalid ShardIterator');
  }
};

function startOf(stream: TableStream, type: unknown, sequence: unknown): number {
  if (type === 'TRIM_HORIZON') return stream.first;
  if (type === 'LATEST') return stream.first + stream.records.length;
  if (typeof sequence !== 'string') throw validationError(`SequenceNumber is required for ${type}`);
  if (type === 'AT_SEQUENCE_NUMBER') return numberOf(sequence);
  if (type === 'AFTER_SEQUENCE_NUMBER') return numberOf(sequence) + 1;
  throw validationError(
    `ShardIteratorType ${type} is none of TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER`,
  );
}

const describe = ({
  arn,
  label,
  table,
  keySchema,
  viewType,
  createdAt,
  enabled,
  first,
  records,
}: TableStream): Fields => ({
  StreamArn: arn,
  StreamLabel: label,
  TableName: table,
  StreamStatus: enabled ? 'ENABLED' : 'DISABLED',
  StreamViewType: viewType,
  CreationRequestDateTime: createdAt / 1000,
  KeySchema: keySchema,
  Shards: [
    {
      ShardId: SHARD_ID,
      SequenceNumberRange: {
        StartingSequenceNumber: sequenceNumber(first),
        ...(!enabled && { EndingSequenceNumber: sequenceNumber(first + records.length) }),
      },
    },
  ],
});
