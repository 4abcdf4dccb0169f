import type { Protocol } from './api.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The kinds of resources that belong to an API and change what it answers. */
export type Part = 'route' | 'integration' | 'stage' | 'authorizer' | 'resource' | 'method';

/** What templates declare of one API. */
export class DeclaredApi {
  /** Undefined if the API itself is left out. */
  properties: Values | undefined;
  readonly #parts = new Map<Part, Map<string, Values>>();

  constructor(public protocol: Protocol = 'HTTP') {}

  /** Properties of the resources of a kind, by what their `Ref` gives. */
  parts(kind: Part): Map<string, Values> {
    const known = this.#parts.get(kind) ?? new Map<string, Values>();
    this.#parts.set(kind, known);
    return known;
  }
}
