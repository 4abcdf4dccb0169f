import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { ask, type JsonService } from './json-service.ts';

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
}

/** A message that is sent twice does what one does, so an answer need not be waited for. */
const SQS: JsonService = {
  title: 'SQS',
  service: 'sqs',
  target: 'AmazonSQS',
  version: '1.0',
  attempts: 3,
  timeoutMs: 3000,
};

/** The SQS of all jobs in a function. It asks the endpoint of the region, and not the host of a queue's URL, which emulators make up. */
export const sqs = {
  async send<Action extends keyof Actions>(
    action: Action,
    input: Actions[Action][0],
  ): Promise<Omit<Actions[Action][1], '$metadata'>> {
    // An answer of nothing may be without a body.
    return JSON.parse((await ask(SQS, action, JSON.stringify(input))) || '{}');
  },
};
