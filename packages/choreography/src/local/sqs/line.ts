import type { Message } from './message.ts';

/** The messages of one queue in the order in which they can be received. */
export interface Line {
  add(message: Message, now: number): void;
  /**
   * The messages that can be received, one after the other. Who takes one must set when it is visible again, or remove it, before
   * asking for the next.
   */
  next(now: number): Generator<Message>;
  remove(message: Message): void;
  /** To be called when a message's next visible time changes. */
  changed(message: Message): void;
  hasVisible(now: number): boolean;
  all(): Generator<Message>;
  /** When a message becomes visible by itself, in milliseconds since 1970; infinite if none does. */
  nextChange(now: number): number;
}
