/** The tags of buses and rules, by ARN. */
export class Tags {
  readonly #tags = new Map<string, Map<string, string>>();

  put(arn: string, tags: readonly { readonly Key: string; readonly Value: string }[]): void {
    const all = this.#tags.get(arn) ?? new Map();
    for (const { Key, Value } of tags) all.set(Key, Value);
    this.#tags.set(arn, all);
  }

  remove(arn: string, keys: readonly string[]): void {
    for (const key of keys) this.#tags.get(arn)?.delete(key);
  }

  of(arn: string): { Key: string; Value: string }[] {
    return [...(this.#tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  }

  forget(arn: string): void {
    this.#tags.delete(arn);
  }
}
