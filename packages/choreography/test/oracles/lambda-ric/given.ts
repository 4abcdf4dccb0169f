/** A function whose handler is given to the real client and to the local runtime. */
export interface Given {
  readonly name: string;
  /** Content of `index.js`, or of files by their paths. */
  readonly code: string | Readonly<Record<string, string>>;
  readonly handler?: string;
  /** One invocation for each; one of an empty object unless others are given. */
  readonly events?: readonly unknown[];
  readonly environment?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly clientContext?: string;
  readonly tenantId?: string;
}
