import { uuid } from '#local/runtime/chance.ts';
import type { Clock } from '#local/runtime/clock.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { Deduplication } from './deduplication.ts';
import { FifoLine } from './fifo-line.ts';
import type { IsMeant, Line } from './line.ts';
import { createMessage, type Message, type SentMessage } from './message.ts';
import { StandardLine } from './standard-line.ts';

export type Attributes = Record<string, string>;
export type QueueClock = Pick<Clock, 'now' | 'after'>;

/** The default attributes of a queue (SetQueueAttributes); a FIFO queue also has its scopes. */
const DEFAULTS: Attributes = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};
const FIFO_DEFAULTS: Attributes = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};
/** Sequence numbers have 20 digits; AWS's do not begin at nought either. */
const FIRST_SEQUENCE_NUMBER = 18_800_000_000_000_000_000n;

/** A queue of SQS, in memory. */
export class Queue {
  readonly isFifo: boolean;
  readonly attributes: Attributes;
  readonly tags = new Map<string, string>();
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  modifiedAt: number;
  readonly deduplication: Deduplication<Pick<Message, 'id' | 'sequenceNumber'>>;
  #line: Line;
  readonly #received = new Map<string, Message>();
  readonly #listeners = new Set<() => void>();
  #alarm: { due: number; cancel: () => void } | undefined;
  #sequence = FIRST_SEQUENCE_NUMBER;

  constructor(
    readonly name: string,
    readonly arn: string,
    given: Attributes,
    private readonly clock: QueueClock,
    private readonly journal: Journal = NO_JOURNAL,
  ) {
    this.isFifo = name.endsWith('.fifo');
    this.attributes = { ...DEFAULTS, ...(this.isFifo ? FIFO_DEFAULTS : {}), ...given };
    this.createdAt = this.modifiedAt = clock.now();
    this.deduplication = new Deduplication(() => clock.now(), arn, journal);
    this.#line = this.#emptyLine();
  }

  /** The value of an attribute that is a number, in seconds or bytes. */
  number(name: string): number {
    return Number(this.attributes[name]);
  }

  send(sent: SentMessage, delaySeconds: number): Message {
    const message = createMessage(sent, this.clock.now(), delaySeconds);
    this.#put(message);
    return message;
  }

  /** Takes a dead letter over from another queue: a standard queue keeps the time when it was sent. */
  adopt(message: Message, sourceArn: string): void {
    const now = this.clock.now();
    message.visibleAt = now;
    message.receiptHandle = undefined;
    message.deadLetterSourceArn = sourceArn;
    if (this.isFifo) message.sentAt = now;
    this.#put(message);
  }

  /**
   * Receives messages, and sets aside those that were received too often.
   *
   * @param visibleAgainAt in milliseconds since 1970
   * @param deadLetters where messages go after so many receives, if anywhere
   * @param isMeant which messages of a standard queue. Default: all
   */
  receive(
    most: number,
    visibleAgainAt: number,
    deadLetters: { queue: Queue; maxReceiveCount: number } | undefined,
    isMeant?: IsMeant,
  ): Message[] {
    const now = this.clock.now();
    const received: Message[] = [];
    const dead: Message[] = [];
    for (const message of this.#line.next(now, isMeant)) {
      if (message.sentAt + this.number('MessageRetentionPeriod') * 1000 <= now) {
        this.remove(message);
      } else if (deadLetters && message.receiveCount >= deadLetters.maxReceiveCount) {
        this.remove(message);
        dead.push(message);
      } else {
        this.#hide(message, visibleAgainAt);
        received.push(message);
      }
      if (received.length >= most) break;
    }
    for (const message of dead) deadLetters?.queue.adopt(message, this.arn);
    if (received.length > 0) this.#ringAt(visibleAgainAt);
    return received;
  }

  /** The message of a receipt handle, also if it is visible again; undefined if it is gone. */
  find(receiptHandle: string): Message | undefined {
    return this.#received.get(receiptHandle);
  }

  remove(message: Message): void {
    if (message.receiptHandle !== undefined) this.#received.delete(message.receiptHandle);
    const blocked = this.isFifo && !this.hasVisible();
    this.#line.remove(message);
    this.journal.delete(this.#keyOf('message', message));
    this.journal.delete(this.#keyOf('receipt', message));
    if (blocked && this.hasVisible()) this.#tell();
  }

  /** Hides a received message until then; a time that is over shows it at once. */
  hideUntil(message: Message, visibleAt: number): void {
    message.visibleAt = visibleAt;
    this.#keepReceipt(message);
    this.#line.changed(message);
    if (visibleAt <= this.clock.now()) this.#tell();
    else this.#ringAt(visibleAt);
  }

  hasVisible(isMeant?: IsMeant): boolean {
    return this.#line.hasVisible(this.clock.now(), isMeant);
  }

  counts(): { visible: number; received: number; delayed: number } {
    const now = this.clock.now();
    const counts = { visible: 0, received: 0, delayed: 0 };
    for (const { visibleAt, receiveCount } of this.#line.all())
      counts[visibleAt <= now ? 'visible' : receiveCount > 0 ? 'received' : 'delayed']++;
    return counts;
  }

  /** The messages that are not in flight. */
  waiting(): Message[] {
    const now = this.clock.now();
    return [...this.#line.all()].filter(({ visibleAt }) => visibleAt <= now);
  }

  /** All of its messages, also those that are in flight or delayed. */
  messages(): Message[] {
    return [...this.#line.all()];
  }

  purge(): void {
    this.#received.clear();
    this.#line = this.#emptyLine();
    this.forget();
  }

  /** Restores the journal's messages of another run; returns how many. Messages that a service of that run had received are visible at once. */
  restore(): number {
    const kept = this.journal.entries(`message/${this.arn}/`);
    this.deduplication.restore();
    this.#sequence = BigInt((this.journal.get(this.#sequenceKey) as string | undefined) ?? FIRST_SEQUENCE_NUMBER);
    for (const [, value] of kept) {
      const message = value as Message;
      Object.assign(message, this.journal.get(this.#keyOf('receipt', message)));
      message.visibleAt ??= 0;
      if (message.receiptHandle !== undefined) this.#received.set(message.receiptHandle, message);
      this.#line.add(message, this.clock.now());
      if (message.visibleAt > this.clock.now()) this.#ringAt(message.visibleAt);
    }
    if (kept.length > 0) this.#tell();
    return kept.length;
  }

  /** Has the journal forget what is in this queue. */
  forget(): void {
    for (const kind of ['message', 'receipt']) this.journal.deleteAll(`${kind}/${this.arn}/`);
  }

  /** Ends the queue for good. */
  delete(): void {
    this.stop();
    this.forget();
    this.journal.deleteAll(`deduplication/${this.arn}/`);
    this.journal.delete(this.#sequenceKey);
  }

  /** Calls the listener whenever messages have become visible, until the returned function is called. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#tell();
  }

  get #sequenceKey(): string {
    return `sequence/${this.arn}`;
  }

  #emptyLine(): Line {
    return this.isFifo ? new FifoLine() : new StandardLine();
  }

  #put(message: Message): void {
    if (this.isFifo) {
      message.sequenceNumber = String(++this.#sequence);
      this.journal.put(this.#sequenceKey, message.sequenceNumber);
    }
    this.#line.add(message, this.clock.now());
    this.journal.put(this.#keyOf('message', message), message);
    if (message.visibleAt <= this.clock.now()) this.#tell();
    else this.#ringAt(message.visibleAt);
  }

  #hide(message: Message, until: number): void {
    if (message.receiptHandle !== undefined) this.#received.delete(message.receiptHandle);
    message.receiptHandle = uuid();
    message.receiveCount++;
    message.firstReceivedAt ??= this.clock.now();
    message.visibleAt = until;
    this.#received.set(message.receiptHandle, message);
    this.#keepReceipt(message);
  }

  /** What changes of a message while it is in the queue; an infinite time is none in JSON. */
  #keepReceipt(message: Message): void {
    const { visibleAt, receiveCount, firstReceivedAt, receiptHandle } = message;
    this.journal.put(this.#keyOf('receipt', message), { visibleAt, receiveCount, firstReceivedAt, receiptHandle });
  }

  #keyOf(kind: 'message' | 'receipt', { id }: Message): string {
    return `${kind}/${this.arn}/${id}`;
  }

  /** Rings when a message becomes visible by itself, at that time or before. */
  #ringAt(due: number): void {
    if (!Number.isFinite(due) || (this.#alarm && this.#alarm.due <= due)) return;
    this.#alarm?.cancel();
    const cancel = this.clock.after(due - this.clock.now(), () => {
      this.#alarm = undefined;
      this.#tell();
      this.#ringAt(this.#line.nextChange(this.clock.now()));
    });
    this.#alarm = { due, cancel };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
