import type { Line } from './line.ts';
import type { Message } from './message.ts';

/**
 * The messages of a FIFO queue, by group. Of each group the first ones can be received, up to the first that cannot: it hides all
 * that come after it ("FIFO queue delivery logic in Amazon SQS"; recorded at AWS: localstack/localstack,
 * tests/aws/services/sqs/test_sqs.snapshot.json, test_fifo_group_visibility_extends_with_change_message_visibility).
 */
export class FifoLine implements Line {
  /** Those that were received from last are at the end. */
  readonly #groups = new Map<string, Message[]>();

  add(message: Message): void {
    const id = message.groupId ?? '';
    const group = this.#groups.get(id);
    if (group) group.push(message);
    else this.#groups.set(id, [message]);
  }

  *next(now: number): Generator<Message> {
    for (const [id, group] of [...this.#groups]) {
      if (!isVisible(group, now)) continue;
      this.#groups.delete(id);
      this.#groups.set(id, group);
      for (const message of [...group]) {
        if (message.visibleAt > now) break;
        yield message;
      }
    }
  }

  remove(message: Message): void {
    const id = message.groupId ?? '';
    const group = this.#groups.get(id);
    const at = group?.indexOf(message) ?? -1;
    if (at >= 0) group?.splice(at, 1);
    if (group?.length === 0) this.#groups.delete(id);
  }

  /** Every message is asked when it is visible. */
  changed(): void {}

  hasVisible(now: number): boolean {
    return [...this.#groups.values()].some((group) => isVisible(group, now));
  }

  *all(): Generator<Message> {
    for (const group of this.#groups.values()) yield* group;
  }

  nextChange(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleAt } of this.all()) if (visibleAt > now) next = Math.min(next, visibleAt);
    return next;
  }
}

function isVisible([first]: readonly Message[], now: number): boolean {
  return first !== undefined && first.visibleAt <= now;
}
