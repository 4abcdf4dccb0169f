/** An event that was handed to a function. */
export interface Handover {
  readonly event: string;
  readonly function: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether the function has succeeded on it, in any attempt. */
  done: boolean;
  /** Whether there will be no further attempt. */
  isOver: boolean;
}
