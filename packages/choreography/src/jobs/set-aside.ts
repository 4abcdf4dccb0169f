import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { sqs } from './aws/sqs.ts';
import { environment } from './environment.ts';

/** Why something is set aside, and after how many attempts. */
interface Ending {
  /** `Refused` by the job, or `RetriesExhausted`, as Lambda has it. */
  readonly condition: 'Refused' | 'RetriesExhausted';
  readonly attempts: number;
}

/**
 * Puts an event in the job's dead-letter queue, in the shape of Lambda's own invocation record (Lambda developer
 * guide: "Retaining records of asynchronous invocations"), so that all letters in the queue have one shape.
 */
export async function setAside(
  event: object,
  error: Error,
  context: Context,
  { condition, attempts }: Ending = { condition: 'Refused', attempts: 1 },
): Promise<void> {
  const record = {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: context.awsRequestId,
      functionArn: context.invokedFunctionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: context.functionVersion, functionError: 'Handled' },
    responsePayload: { errorType: error.name, errorMessage: error.message },
  };
  await sqs.send(new SendMessageCommand({ QueueUrl: environment('DLQ_URL'), MessageBody: JSON.stringify(record) }));
}
