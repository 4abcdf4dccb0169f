import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { sqs } from './aws/sqs.ts';
import { environment } from './environment.ts';
import type { Refusal } from './refusal.ts';

/**
 * Puts a refused event in the job's dead-letter queue, in the shape of Lambda's own invocation record (Lambda developer
 * guide: "Retaining records of asynchronous invocations"), so that all letters in the queue have one shape.
 */
export async function setAside(
  event: EventBridgeEvent<string, unknown>,
  refusal: Refusal,
  context: Context,
): Promise<void> {
  const record = {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: context.awsRequestId,
      functionArn: context.invokedFunctionArn,
      condition: 'Refused',
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: context.functionVersion, functionError: 'Handled' },
    responsePayload: { errorType: refusal.reason, errorMessage: refusal.message },
  };
  await sqs.send(new SendMessageCommand({ QueueUrl: environment('DLQ_URL'), MessageBody: JSON.stringify(record) }));
}
