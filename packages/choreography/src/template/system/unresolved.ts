/** A reference that the templates alone do not resolve. */
export interface Unresolved {
  readonly template: string;
  /** The logical id of the parameter, or of the resource that refers. */
  readonly id: string;
  /** The reference that replaces the value: `${BusName}`. */
  readonly reference: string;
  /** A sentence: why, and what to do. */
  readonly why: string;
}

/** Collects them, each once. */
export class UnresolvedReferences {
  readonly #noted = new Map<string, Unresolved>();

  /** Notes one, and returns the reference that replaces its value. */
  add(unresolved: Unresolved): string {
    const { template, id, reference } = unresolved;
    this.#noted.set([template, id, reference].join(' '), unresolved);
    return reference;
  }

  get all(): readonly Unresolved[] {
    return [...this.#noted.values()];
  }
}
