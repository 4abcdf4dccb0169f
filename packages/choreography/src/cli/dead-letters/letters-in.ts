import { setTimeout } from 'node:timers/promises';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** How many letters are in a queue, as far as SQS knows. */
export interface LettersIn {
  readonly visible: number;
  /** Hidden from others by whoever reads them, until he removes them or gives them back. */
  readonly hidden: number;
}

/** How long others are waited for, and how often SQS is asked meanwhile, in milliseconds. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 500;

export async function lettersIn(sqs: SQSClient, QueueUrl: string): Promise<LettersIn> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

/** Waits until nobody else reads letters of a queue, such as the monitor's sweep, at most five seconds; says so in a line if it has to. */
export async function untilOthersHaveRead(
  sqs: SQSClient,
  url: string,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (let isTold = false; Date.now() < end && !signal.aborted; isTold = true) {
    const { hidden } = await lettersIn(sqs, url);
    if (hidden === 0) return;
    if (!isTold) tell(`Waiting for ${hidden} that others are reading.`);
    await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}
