import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';

/** Who raw emails were sent to, which their headers may not say: of the newest emails, as many as the inbox keeps. */
export class Envelopes {
  readonly #recipients = new Map<string, readonly string[]>();

  constructor(
    private readonly most: number,
    private readonly journal: Journal = NO_JOURNAL,
  ) {
    for (const [key, recipients] of journal.entries('envelope/'))
      this.#recipients.set(key.slice('envelope/'.length), recipients as string[]);
  }

  remember(messageId: string, recipients: readonly string[]): void {
    if (messageId === '') return;
    this.#recipients.set(messageId, recipients);
    this.journal.put(`envelope/${messageId}`, recipients);
    for (const oldest of this.#recipients.keys()) {
      if (this.#recipients.size <= this.most) return;
      this.#recipients.delete(oldest);
      this.journal.delete(`envelope/${oldest}`);
    }
  }

  recipientsOf(messageId: string): readonly string[] | undefined {
    return this.#recipients.get(messageId);
  }
}
