/** One recorded occurrence in a world: an event, a call, or the beginning or end of an invocation. */
export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'event' | 'call' | 'run' | 'end';
  readonly label: string;
  readonly text: string;
}
