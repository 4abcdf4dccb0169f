import type { TakenMessage } from '#local/sqs/queue-consumer.ts';

/**
 * The messages of a batch that a function's answer names as failed: none when it names none, all when it cannot be read or
 * names one that is not in the batch (developer guide: "Implementing partial batch responses").
 *
 * @param answer JSON text
 */
export function failedMessages(messages: readonly TakenMessage[], answer: string): readonly TakenMessage[] {
  const response: unknown = JSON.parse(answer);
  if (response === null) return [];
  if (typeof response !== 'object') return messages;
  const { batchItemFailures } = response as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return messages;
  const named = new Set<unknown>(batchItemFailures.map((failure) => Object(failure).itemIdentifier));
  const failed = messages.filter(({ MessageId }) => named.has(MessageId));
  return failed.length === named.size ? failed : messages;
}
