/** An event that was handed to a function. */
export interface Handover {
  readonly event: string;
  /** Who said it, where that is known: `aws.events` says what the clock causes. */
  readonly source: string | undefined;
  readonly function: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether the function has succeeded on it, in any attempt. */
  done: boolean;
  /** Whether there will be no further attempt. */
  isOver: boolean;
}
