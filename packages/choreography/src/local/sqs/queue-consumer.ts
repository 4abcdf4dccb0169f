import type { Queue, QueuedMessage, ReceivedMessage } from './fauxqs.ts';
import type { OwnedQueues } from './owned-store.ts';

/** A message that was received, with what SQS knows of it. */
export type TakenMessage = ReceivedMessage & {
  readonly known: Readonly<QueuedMessage>;
  /** In milliseconds since 1970. */
  readonly takenAt: number;
};

/** Receives from one queue, for a service in this process: what it takes stays invisible until it removes it or gives it back. */
export class QueueConsumer {
  constructor(
    private readonly queues: OwnedQueues,
    readonly queueArn: string,
    private readonly now: () => number,
  ) {}

  get queue(): Queue | undefined {
    return this.queues.getQueueByArn(this.queueArn);
  }

  /** The queue's visibility timeout, in milliseconds. */
  get visibilityTimeout(): number {
    return Number(this.queue?.attributes.VisibilityTimeout ?? 30) * 1000;
  }

  hasMessages(): boolean {
    const { queue } = this;
    return queue !== undefined && (queue.isFifo() ? queue.hasAvailableFifoMessages() : queue.messages.length > 0);
  }

  onVisible(listener: () => void): () => void {
    return this.queues.onVisible(this.queueArn, listener);
  }

  /** Makes messages visible whose delay is over; nobody else does while nobody asks for them. */
  processTimers(): void {
    this.queue?.processTimers();
  }

  take(most: number): TakenMessage[] {
    const taken: TakenMessage[] = [];
    while (taken.length < most && this.queue) {
      const received = this.queue.dequeue(Math.min(10, most - taken.length), undefined, (arn) =>
        this.queues.getQueueByArn(arn),
      );
      if (received.length === 0) break;
      taken.push(...received.map((message) => this.#hold(message)));
    }
    return taken;
  }

  remove({ ReceiptHandle }: TakenMessage): void {
    this.queue?.deleteMessage(ReceiptHandle);
  }

  /**
   * How long a message is still invisible, in milliseconds: for the queue's timeout since it was taken, or as long as somebody
   * asked for since; undefined when it is gone or visible already.
   */
  invisibleFor({ ReceiptHandle, takenAt }: TakenMessage): number | undefined {
    const deadline = this.queue?.inflightMessages.get(ReceiptHandle)?.visibilityDeadline;
    if (deadline === undefined) return undefined;
    const left = deadline === HELD ? takenAt + this.visibilityTimeout - this.now() : deadline - Date.now();
    return Math.max(0, left);
  }

  giveBack({ ReceiptHandle }: TakenMessage): void {
    this.queue?.changeVisibility(ReceiptHandle, 0);
  }

  #hold(message: ReceivedMessage): TakenMessage {
    const takenAt = this.now();
    const entry = this.queue?.inflightMessages.get(message.ReceiptHandle);
    if (!entry) throw new Error(`fauxqs does not know the message ${message.MessageId} that was received.`);
    entry.visibilityDeadline = HELD;
    if (entry.message.approximateReceiveCount === 1) entry.message.approximateFirstReceiveTimestamp = takenAt;
    return { ...message, known: { ...entry.message }, takenAt };
  }
}

/** No timer of the queue's makes the message visible: that is up to the consumer. */
const HELD = Number.POSITIVE_INFINITY;
