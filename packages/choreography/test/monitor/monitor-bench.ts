import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { INDEXES } from '#monitor/table.ts';
import { attempt, type Ending } from '#testing/once/attempt.ts';
import type { Fault } from '#testing/once/fault.ts';
import { inject } from '#testing/once/inject.ts';

const NAME = 'monitor-bench';

/** A local runtime with the table of a monitor and a bus, for jobs that run in this process: faults are injected at their clients. */
export async function aMonitorBench() {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-bench-'));
  writeFileSync(join(folder, 'bench.template.json'), JSON.stringify({ Resources: RESOURCES }));
  const operations: Operation[] = [];
  const runtime = await startRuntime({ cdkOut: folder, port: 0, onOperation: (each) => operations.push(each) });
  rmSync(folder, { recursive: true });
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: runtime.endpoint, AWS_REGION: 'us-east-1' },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ TABLE_NAME: NAME, BUS_NAME: NAME, POWERTOOLS_LOG_LEVEL: 'SILENT' },
  });
  // They read their environment when they are loaded.
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  const { eventbridge } = await import('#jobs/aws/eventbridge.ts');
  const { recordJob } = await import('#monitor/record.ts');
  inject(dynamodb, eventbridge);
  const items = async () => {
    const found: Record<string, unknown>[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const scan = { TableName: NAME, ConsistentRead: true, ExclusiveStartKey: start };
      const { Items = [], LastEvaluatedKey } = await dynamodb.send('Scan', scan);
      found.push(...Items);
      start = LastEvaluatedKey;
    } while (start);
    return found;
  };
  return {
    items,
    operations,
    table: NAME,
    clock: runtime.clock,
    /** The dead-letter queue of `desk/take-fees`. */
    letters: `${runtime.endpoint}/000000000000/${NAME}_desk_take-fees_dlq`,
    async clear(): Promise<void> {
      const requests = (await items()).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      for (let from = 0; from < requests.length; from += 25)
        await dynamodb.send('BatchWriteItem', { RequestItems: { [NAME]: requests.slice(from, from + 25) } });
      operations.length = 0;
    },

    /** Has the job `record` hear a batch, once, under faults. Returns what it said, and the events that come again. */
    async hear(
      monitor: Monitor,
      events: readonly { readonly id: string }[],
      { faults = [], count = 1 }: { readonly faults?: readonly Fault[]; readonly count?: number } = {},
    ): Promise<{ ending: Ending; again: typeof events; said: { Detail?: string; DetailType?: string }[] }> {
      const handler = recordJob(monitor);
      const attributes = { ApproximateReceiveCount: String(count), SentTimestamp: String(Date.now()) };
      const Records = events.map((event, i) => ({ messageId: `m-${i}`, body: JSON.stringify(event), attributes }));
      let answer: SQSBatchResponse | undefined;
      const made = await attempt(
        async (context) => {
          answer = await handler({ Records } as unknown as SQSEvent, context);
        },
        faults,
        'r-1',
      );
      const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const again = made.ending === 'returned' ? events.filter((_, i) => failed.has(`m-${i}`)) : events;
      return { ending: made.ending, again, said: made.said };
    },

    /** The write units of what was done since this was asked last, of the table and its indexes: of instances, and of notes. */
    writeUnits(): { instance: number; notes: number } {
      const writes = operations.splice(0).flatMap((each) => (each.kind === 'write' ? [each] : []));
      const sum = (of: typeof writes) => of.reduce((units, each) => units + each.units, 0);
      const isNote = ({ partition = '' }: (typeof writes)[number]) => partition.startsWith('notes#');
      return { instance: sum(writes.filter((each) => !isNote(each))), notes: sum(writes.filter(isNote)) };
    },
    stop: () => runtime.stop(),
  };
}

export type MonitorBench = Awaited<ReturnType<typeof aMonitorBench>>;

const KEYS = ['pk', 'sk', ...new Set(Object.values(INDEXES).flatMap((each) => [each.partitionKey, each.sortKey]))];

const schema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

const RESOURCES = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: NAME,
      AttributeDefinitions: KEYS.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema('pk', 'sk'),
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: Object.values(INDEXES).map(({ name, partitionKey, sortKey }) => ({
        IndexName: name,
        KeySchema: schema(partitionKey, sortKey),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: NAME } },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${NAME}_desk_take-fees_dlq` } },
};
