/** Who raw emails were sent to, which their headers may not say: of the newest emails, as many as the inbox keeps. */
export class Envelopes {
  readonly #recipients = new Map<string, readonly string[]>();

  constructor(private readonly most: number) {}

  remember(messageId: string, recipients: readonly string[]): void {
    if (messageId === '') return;
    this.#recipients.set(messageId, recipients);
    for (const oldest of this.#recipients.keys()) {
      if (this.#recipients.size <= this.most) return;
      this.#recipients.delete(oldest);
    }
  }

  recipientsOf(messageId: string): readonly string[] | undefined {
    return this.#recipients.get(messageId);
  }
}
