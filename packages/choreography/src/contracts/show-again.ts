/** A request of SQS that shows received messages to others again at once (SQS API reference: ChangeMessageVisibilityBatch). */
export interface ShowAgain {
  readonly QueueUrl: string;
  readonly Entries: { readonly Id: string; readonly ReceiptHandle: string; readonly VisibilityTimeout: 0 }[];
}

/** A batch request takes ten entries at most (ibid.). */
const MAX_BATCH_ENTRIES = 10;

/** The requests that give messages back which were only looked at, by their receipt handles: as few as they fit into. */
export function showAgain(QueueUrl: string, receiptHandles: readonly string[]): ShowAgain[] {
  const requests = Math.ceil(receiptHandles.length / MAX_BATCH_ENTRIES);
  return Array.from({ length: requests }, (_, request) => {
    const from = request * MAX_BATCH_ENTRIES;
    const batch = receiptHandles.slice(from, from + MAX_BATCH_ENTRIES);
    const Entries = batch.map((ReceiptHandle, i) => ({ Id: `${i}`, ReceiptHandle, VisibilityTimeout: 0 as const }));
    return { QueueUrl, Entries };
  });
}
