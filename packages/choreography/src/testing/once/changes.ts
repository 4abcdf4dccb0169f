import type { DynamoDBRecord } from 'aws-lambda';
import { jsonService } from '#jobs/aws/json-service.ts';

/** What is asked of a table's stream, and answered (API reference: "Amazon DynamoDB Streams"). */
interface Actions {
  readonly ListStreams: [{ TableName: string }, { Streams: readonly { readonly StreamArn: string }[] }];
  readonly DescribeStream: [
    { StreamArn: string },
    { StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] } },
  ];
  readonly GetShardIterator: [
    { StreamArn: string; ShardId: string | undefined; ShardIteratorType: 'LATEST' },
    { ShardIterator: string },
  ];
  readonly GetRecords: [{ ShardIterator: string }, { Records: readonly Omit<DynamoDBRecord, 'eventSource'>[] }];
}

const streams = jsonService<Actions>({
  title: 'DynamoDB Streams',
  service: 'dynamodb',
  target: 'DynamoDBStreams_20120810',
  version: '1.0',
  attempts: 1,
});

/** Notes where the stream of a table ends; what is returned gives the changes since, as Lambda hands them over. */
export async function watchChanges(TableName: string): Promise<() => Promise<readonly DynamoDBRecord[]>> {
  const { Streams } = await streams.send('ListStreams', { TableName });
  const StreamArn = Streams[0]?.StreamArn ?? '';
  const { StreamDescription } = await streams.send('DescribeStream', { StreamArn });
  const ShardId = StreamDescription.Shards.at(-1)?.ShardId;
  const { ShardIterator } = await streams.send('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'LATEST' });
  return async () => {
    const { Records } = await streams.send('GetRecords', { ShardIterator });
    return Records.map((record) => ({ ...record, eventSource: 'aws:dynamodb' }));
  };
}
