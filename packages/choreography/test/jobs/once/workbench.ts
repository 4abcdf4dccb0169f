import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { anAssembly, queue } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';
import { inject } from './inject.ts';

const TABLE = 'workbench';

/**
 * A local runtime with a table, a bus and a dead-letter queue, for handlers that run in the process of the test, with the
 * environment that their stacks would give them. Faults are injected at their AWS clients.
 */
export async function aWorkbench() {
  const { runtime } = await aRuntime(
    anAssembly({
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: TABLE,
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } },
      Queue: queue('workbench_dlq'),
    }),
  );
  const QueueUrl = `${runtime.endpoint}/000000000000/workbench_dlq`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: runtime.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: TABLE,
    BUS_NAME: 'checkout',
    DLQ_URL: QueueUrl,
    SENDER: 'orders@example.com',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  const { eventbridge } = await import('#jobs/aws/eventbridge.ts');
  const { ses } = await import('#jobs/aws/ses.ts');
  const { sqs } = await import('#jobs/aws/sqs.ts');
  inject(dynamodb, eventbridge, ses, sqs);
  return {
    /** Items by their keys, in the order of the keys; those that are not there are left out. */
    async items(pks: readonly string[]): Promise<Record<string, unknown>[]> {
      const Keys = pks.map((pk) => ({ pk }));
      const { Responses } = await dynamodb.send(
        new BatchGetCommand({ RequestItems: { [TABLE]: { Keys, ConsistentRead: true } } }),
      );
      return (Responses?.[TABLE] ?? []).sort((a, b) => pks.indexOf(a.pk) - pks.indexOf(b.pk));
    },
    /** How many emails SES took for an address. */
    async emailsTo(address: string): Promise<number> {
      return (await runtime.emails()).filter(({ to }) => to.includes(address)).length;
    },
    /** Why an event was set aside: it is taken out of the dead-letter queue, with all that came before it. */
    async letterOf(eventId: string): Promise<unknown> {
      for (;;) {
        const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
        if (!message) throw new Error(`The event ${eventId} was not set aside.`);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        const { requestPayload, responsePayload } = JSON.parse(message.Body ?? '');
        if (requestPayload.id === eventId) return responsePayload;
      }
    },
    stop: () => runtime.stop(),
  };
}

export type Workbench = Awaited<ReturnType<typeof aWorkbench>>;
