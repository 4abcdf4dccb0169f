import type { Queue } from './fauxqs.ts';

/**
 * Brings the times of a queue's messages nearer by some milliseconds, as if so much time had passed: the ends of their
 * delays and of their visibility timeouts, which fauxqs keeps in real time.
 */
export function ageMessages(queue: Queue, milliseconds: number): void {
  for (const received of queue.inflightMessages.values()) received.visibilityDeadline -= milliseconds;
  for (const message of [...queue.delayedMessages, ...[...queue.fifoDelayed.values()].flat()])
    if (message.delayUntil) message.delayUntil -= milliseconds;
  queue.processTimers();
}
