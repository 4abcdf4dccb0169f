import type { ChangeMessageVisibilityBatchCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { ask, type JsonService } from './json-service.ts';

/** What jobs ask of SQS, by action. */
interface Inputs {
  readonly SendMessage: SendMessageCommandInput;
  readonly ChangeMessageVisibilityBatch: ChangeMessageVisibilityBatchCommandInput;
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
  async send<Action extends keyof Inputs>(action: Action, input: Inputs[Action]): Promise<void> {
    await ask(SQS, action, JSON.stringify(input));
  },
};
