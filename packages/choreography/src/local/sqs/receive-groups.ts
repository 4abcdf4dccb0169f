import type { Queue } from './fauxqs.ts';

interface FifoQueue extends Queue {
  /** How many messages of each group are received and not deleted. */
  fifoLockedGroups: Map<string, number>;
  dequeueFifo(maxCount: number, ...rest: unknown[]): { ReceiptHandle: string }[];
}

/**
 * Lets one receive call take several messages of a group, in their order, as SQS does ("as many messages with the same
 * message group ID as possible", developer guide: "FIFO queue delivery logic in Amazon SQS"). fauxqs takes one of each
 * group and locks it.
 */
export function receiveGroups(queue: Queue): void {
  const fifo = queue as FifoQueue;
  const takeOne = fifo.dequeueFifo.bind(fifo);
  fifo.dequeueFifo = (maxCount, ...rest) => {
    const most = Math.min(maxCount, 10);
    const received = takeOne(Math.min(most, 1), ...rest);
    while (received.length > 0 && received.length < most) {
      const group = fifo.inflightMessages.get(received.at(-1)?.ReceiptHandle ?? '')?.message.messageGroupId ?? '';
      const locks = fifo.fifoLockedGroups.get(group) ?? 0;
      fifo.fifoLockedGroups.delete(group);
      const [next] = takeOne(1, ...rest);
      fifo.fifoLockedGroups.set(group, locks + (fifo.fifoLockedGroups.get(group) ?? 0));
      if (!next) break;
      received.push(next);
    }
    return received;
  };
}
