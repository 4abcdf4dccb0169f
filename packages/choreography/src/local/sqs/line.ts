import type { Message } from './message.ts';

/** Whether one of several receivers takes a message, and not another one. */
export type IsMeant = (message: Message) => boolean;

/** The messages of one queue in the order in which they can be received. */
export interface Line {
  add(message: Message, now: number): void;
  /**
   * The messages that can be received, one after the other. Who takes one must set when it is visible again, or remove it, before
   * asking for the next.
   * @param isMeant which of them; a FIFO queue has no such choice
   */
  next(now: number, isMeant?: IsMeant): Generator<Message>;
  remove(message: Message): void;
  /** To be called when a message's next visible time changes. */
  changed(message: Message): void;
  hasVisible(now: number, isMeant?: IsMeant): boolean;
  all(): Generator<Message>;
  /** When a message becomes visible by itself, in milliseconds since 1970; infinite if none does. */
  nextChange(now: number): number;
}
