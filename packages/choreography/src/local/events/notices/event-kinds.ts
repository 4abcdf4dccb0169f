/** Kinds of events: their bus, source and detail-type. Nothing is written together for them, since each event is looked up. */
export class EventKinds {
  readonly #byBus = new Map<string, Map<string, Set<string>>>();

  /** Whether the kind is new. */
  add(bus: string, source: string, detailType: string): boolean {
    const types = this.#typesOf(bus, source);
    if (types.has(detailType)) return false;
    types.add(detailType);
    return true;
  }

  #typesOf(bus: string, source: string): Set<string> {
    const bySource = this.#byBus.get(bus) ?? new Map<string, Set<string>>();
    const types = bySource.get(source);
    if (types) return types;
    const none = new Set<string>();
    this.#byBus.set(bus, bySource.set(source, none));
    return none;
  }
}
