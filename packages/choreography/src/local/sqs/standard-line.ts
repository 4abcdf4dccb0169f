import type { IsMeant, Line } from './line.ts';
import type { Message } from './message.ts';

/** The messages of a standard queue: those that can be received in the order in which they became visible. */
export class StandardLine implements Line {
  #visible: Message[] = [];
  readonly #hidden = new Set<Message>();
  /** No hidden message is visible before. */
  #revealAt = Number.POSITIVE_INFINITY;

  add(message: Message, now: number): void {
    if (message.visibleAt > now) this.#hide(message);
    else this.#visible.push(message);
  }

  *next(now: number, isMeant: IsMeant = () => true): Generator<Message> {
    this.#reveal(now);
    let passed = 0;
    const others: Message[] = [];
    try {
      for (const message of this.#visible) {
        passed++;
        if (!isMeant(message)) {
          others.push(message);
          continue;
        }
        this.#hidden.add(message);
        yield message;
      }
    } finally {
      for (const message of this.#visible.splice(0, passed, ...others)) this.changed(message);
    }
  }

  remove(message: Message): void {
    if (this.#hidden.delete(message)) return;
    const at = this.#visible.indexOf(message);
    if (at >= 0) this.#visible.splice(at, 1);
  }

  changed(message: Message): void {
    if (this.#hidden.has(message)) this.#hide(message);
  }

  hasVisible(now: number, isMeant: IsMeant = () => true): boolean {
    this.#reveal(now);
    return this.#visible.some(isMeant);
  }

  *all(): Generator<Message> {
    yield* this.#visible;
    yield* this.#hidden;
  }

  nextChange(now: number): number {
    this.#reveal(now);
    return this.#revealAt;
  }

  #hide(message: Message): void {
    this.#hidden.add(message);
    this.#revealAt = Math.min(this.#revealAt, message.visibleAt);
  }

  #reveal(now: number): void {
    if (this.#revealAt > now) return;
    this.#revealAt = Number.POSITIVE_INFINITY;
    for (const message of this.#hidden) {
      if (message.visibleAt > now) {
        this.#revealAt = Math.min(this.#revealAt, message.visibleAt);
        continue;
      }
      this.#hidden.delete(message);
      this.#visible.push(message);
    }
  }
}
