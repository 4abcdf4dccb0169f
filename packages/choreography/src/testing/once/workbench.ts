import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EXPIRES_AT, RETENTION_DAYS } from '#contracts/retention.ts';
import type { Item } from '#jobs/table/table.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { watchChanges } from './changes.ts';
import { inject } from './inject.ts';
import { reminders } from './reminders.ts';

const NAME = 'workbench';

/**
 * A local runtime with a table, a bus and a dead-letter queue, for handlers that run in the process of the test, with the
 * environment that their stacks would give them. Faults are injected at their AWS clients. A process has one, since its
 * clients know one endpoint: it ends when all who asked for it have stopped it.
 */
export async function aWorkbench() {
  shared ??= start();
  users++;
  const bench = await shared;
  return {
    ...bench,
    async stop(): Promise<void> {
      if (--users === 0) await bench.stop();
    },
  };
}

let shared: ReturnType<typeof start> | undefined;
let users = 0;

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  writeFileSync(join(folder, 'workbench.template.json'), JSON.stringify({ Resources: RESOURCES }));
  const runtime = await startRuntime({ cdkOut: folder, port: 0 });
  rmSync(folder, { recursive: true });
  const QueueUrl = `${runtime.endpoint}/000000000000/${NAME}_dlq`;
  const retryUrl = `${runtime.endpoint}/000000000000/${NAME}_retry`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: runtime.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: NAME,
    BUS_NAME: NAME,
    DLQ_URL: QueueUrl,
    RETRY_URL: retryUrl,
    SENDER: 'sender@example.com',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  // They read their environment when they are loaded.
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  const { eventbridge } = await import('#jobs/aws/eventbridge.ts');
  const { ses } = await import('#jobs/aws/ses.ts');
  const { sqs } = await import('#jobs/aws/sqs.ts');
  inject(dynamodb, eventbridge, ses, sqs);
  const queues = new SQSClient({ useQueueUrlAsEndpoint: false });
  /** The items of the table: all in the order of their keys, or those of some keys in the order of these. */
  const items = async (pks?: readonly string[]): Promise<Item[]> => {
    const { Items = [] } = await dynamodb.send('Scan', { TableName: NAME, ConsistentRead: true });
    const all = (Items as Item[]).sort((a, b) => (a.pk < b.pk ? -1 : 1));
    return pks ? pks.flatMap((pk) => all.filter((item) => item.pk === pk)) : all;
  };
  const put = async (all: readonly Item[]): Promise<void> => {
    await Promise.all(all.map((item) => dynamodb.send('PutItem', { TableName: NAME, Item: item })));
  };
  return {
    items,
    /** Empties the table. */
    async clear(): Promise<void> {
      const all = await items();
      await Promise.all(all.map(({ pk }) => dynamodb.send('DeleteItem', { TableName: NAME, Key: { pk } })));
    },
    put,
    /** Takes away what has expired, as DynamoDB does, and has what a job keeps be as old as if it had. */
    async expire(): Promise<void> {
      const all = await items();
      const expiring = all.filter((item) => item[EXPIRES_AT] !== undefined);
      await Promise.all(expiring.map(({ pk }) => dynamodb.send('DeleteItem', { TableName: NAME, Key: { pk } })));
      const doneAt = Date.now() - 86_400_000 * (RETENTION_DAYS.outcomes + 1);
      await put(all.filter(({ record }) => record !== undefined).map((item) => ({ ...item, doneAt })));
    },
    /** Notes where the table's stream ends; what is returned gives the changes since. */
    watchChanges: () => watchChanges(NAME),
    ...reminders(runtime, queues, retryUrl),
    /** How many emails SES took so far. */
    emails: async (): Promise<number> => (await runtime.emails()).length,
    /** Why an event was set aside: it is taken out of the dead-letter queue, with all that came before it. */
    async letterOf(eventId: string): Promise<unknown> {
      for (;;) {
        const { Messages: [message] = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
        if (!message) throw new Error(`The event ${eventId} was not set aside.`);
        await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        const { requestPayload, responsePayload } = JSON.parse(message.Body ?? '');
        if (requestPayload.id === eventId) return responsePayload;
      }
    },
    stop: () => runtime.stop(),
  };
}

/** A local runtime of tables and a bus in this process, on which jobs are run one call at a time. */
export type Workbench = Awaited<ReturnType<typeof aWorkbench>>;

const RESOURCES = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: NAME,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: NAME } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${NAME}_dlq` } },
  Retries: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${NAME}_retry` } },
};
