/** An address of an endpoint, as DescribeEndpoints answers it. */
interface Endpoint {
  readonly Address: string;
  readonly CachePeriodInMinutes: number;
}

interface CachedEndpoint {
  readonly Address: string;
  /** Milliseconds since 1970. */
  readonly Expires: number;
}

/**
 * Replaces the SDK's cache of discovered endpoints in the bundles: the same methods on a `Map`, which keeps the order in which keys
 * were used. The SDK's own carries a library of data structures into each bundle.
 */
export class EndpointCache {
  readonly #endpoints = new Map<string, readonly CachedEndpoint[]>();

  constructor(private readonly capacity: number) {}

  /** One of the addresses that are known; undefined if there is none. */
  getEndpoint(key: string): string | undefined {
    const known = this.get(key) ?? [];
    return known[Math.floor(Math.random() * known.length)]?.Address;
  }

  get(key: string): readonly CachedEndpoint[] | undefined {
    const known = this.#endpoints.get(key) ?? [];
    if (known.length === 0) return undefined;
    this.#use(key, known);
    const now = Date.now();
    const valid = known.filter(({ Expires }) => now < Expires);
    if (valid.length > 0) return valid;
    this.delete(key);
    return undefined;
  }

  set(key: string, endpoints: readonly Endpoint[]): void {
    const now = Date.now();
    this.#use(
      key,
      endpoints.map(({ Address, CachePeriodInMinutes }) => ({ Address, Expires: now + CachePeriodInMinutes * 60_000 })),
    );
    const [oldest] = this.#endpoints.keys();
    if (this.#endpoints.size > this.capacity && oldest !== undefined) this.#endpoints.delete(oldest);
  }

  delete(key: string): void {
    this.set(key, []);
  }

  has(key: string): boolean {
    return (this.#endpoints.get(key)?.length ?? 0) > 0;
  }

  clear(): void {
    this.#endpoints.clear();
  }

  #use(key: string, endpoints: readonly CachedEndpoint[]): void {
    this.#endpoints.delete(key);
    this.#endpoints.set(key, endpoints);
  }
}
