import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { jsonService } from './json-service.ts';

/** What is asked of SQS, and answered, by action. */
interface Actions {
  readonly ChangeMessageVisibilityBatch: [
    ChangeMessageVisibilityBatchCommandInput,
    ChangeMessageVisibilityBatchCommandOutput,
  ];
  readonly GetQueueAttributes: [GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput];
  readonly ListQueues: [ListQueuesCommandInput, ListQueuesCommandOutput];
  readonly ReceiveMessage: [ReceiveMessageCommandInput, ReceiveMessageCommandOutput];
  readonly SendMessage: [SendMessageCommandInput, SendMessageCommandOutput];
  readonly SendMessageBatch: [SendMessageBatchCommandInput, SendMessageBatchCommandOutput];
}

/** The SQS of all jobs in a function. It asks the endpoint of the region, and not the host of a queue's URL, which emulators make up. */
export const sqs = jsonService<Actions>({
  title: 'SQS',
  service: 'sqs',
  target: 'AmazonSQS',
  version: '1.0',
  attempts: 3,
  // A message that is sent twice does what one does, so an answer need not be waited for.
  timeoutMs: 3000,
});
