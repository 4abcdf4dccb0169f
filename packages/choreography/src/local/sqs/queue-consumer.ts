import type { IsMeant } from './line.ts';
import { type Message, type MessageAttributes, md5, md5OfAttributes } from './message.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { systemAttributes } from './receive-message.ts';

/** A message that was received by a service in this process. */
export interface TakenMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MessageAttributes: MessageAttributes;
  readonly MD5OfMessageAttributes: string | undefined;
  /** What SQS itself knows of it, as ReceiveMessage has it. */
  readonly Attributes: Readonly<Record<string, string>>;
  /** In milliseconds since 1970. */
  readonly takenAt: number;
}

/** Receives from one queue, for a service in this process: what it takes stays invisible until it removes it or gives it back. */
export class QueueConsumer {
  /** @param isMeant which messages it receives. @default all */
  constructor(
    private readonly queues: Queues,
    readonly queueArn: string,
    private readonly now: () => number,
    private readonly isMeant?: IsMeant,
  ) {}

  get queue(): Queue | undefined {
    return this.queues.withArn(this.queueArn);
  }

  /** The queue's visibility timeout, in milliseconds. */
  get visibilityTimeout(): number {
    return (this.queue?.number('VisibilityTimeout') ?? 30) * 1000;
  }

  hasMessages(): boolean {
    return this.queue?.hasVisible(this.isMeant) ?? false;
  }

  onVisible(listener: () => void): () => void {
    return this.queues.onVisible(this.queueArn, listener);
  }

  take(most: number): TakenMessage[] {
    const { queue } = this;
    if (!queue) return [];
    const received = queue.receive(most, HELD, this.queues.deadLettersOf(queue), this.isMeant);
    const taken = received.map((message) => this.#taken(message));
    // A service polls all the time, whether something comes or not: that is a fixed cost of the queue.
    for (let at = 0; at < taken.length; at += MAX_BATCH) this.#count('ReceiveMessage', taken.slice(at, at + MAX_BATCH));
    return taken;
  }

  /** Deletes messages, ten with a request. */
  remove(messages: readonly TakenMessage[]): void {
    for (const { ReceiptHandle } of messages) {
      const message = this.queue?.find(ReceiptHandle);
      if (message) this.queue?.remove(message);
    }
    for (let at = 0; at < messages.length; at += MAX_BATCH) this.#count('DeleteMessageBatch', []);
  }

  #count(action: string, messages: readonly TakenMessage[]): void {
    const bytes = messages.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0);
    this.queues.count({ kind: 'queue-request', queue: this.queue?.name ?? this.queueArn, action, bytes });
  }

  /**
   * How long a message is still invisible, in milliseconds: the queue's timeout since it was received, or a later
   * change of it; undefined if the message is gone or visible already.
   */
  invisibleFor({ ReceiptHandle, takenAt }: TakenMessage): number | undefined {
    const visibleAt = this.queue?.find(ReceiptHandle)?.visibleAt;
    if (visibleAt === undefined || visibleAt <= this.now()) return undefined;
    return Math.max(0, (visibleAt === HELD ? takenAt + this.visibilityTimeout : visibleAt) - this.now());
  }

  giveBack({ ReceiptHandle }: TakenMessage): void {
    const message = this.queue?.find(ReceiptHandle);
    if (message) this.queue?.hideUntil(message, this.now());
  }

  #taken(message: Message): TakenMessage {
    return {
      MessageId: message.id,
      ReceiptHandle: message.receiptHandle ?? '',
      Body: message.body,
      MD5OfBody: md5(message.body),
      MessageAttributes: message.attributes,
      MD5OfMessageAttributes: md5OfAttributes(message.attributes),
      Attributes: systemAttributes(message),
      takenAt: this.now(),
    };
  }
}

/** So many messages a request brings at the most. */
const MAX_BATCH = 10;

/** No timer makes the message visible: that is up to the consumer. */
const HELD = Number.POSITIVE_INFINITY;
