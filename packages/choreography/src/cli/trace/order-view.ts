/** All that happened to one order, as the monitor's API answers it. */
export interface OrderView {
  readonly orderId: string;
  readonly state: 'open' | 'completed' | 'failed' | 'overdue';
  readonly startedAt: string | null;
  readonly deadline: string | null;
  readonly steps: readonly Step[];
  readonly events: readonly TracedEvent[];
  readonly failures: readonly Failure[];
  /** For the events after these, from a monitor that pages; null when these are all. */
  readonly cursor?: string | null;
}

export interface Step {
  readonly name: string;
  readonly state: 'done' | 'failed' | 'waiting' | 'overdue';
  readonly event: string | null;
  readonly at: string | null;
  readonly within: string;
  /** Who has to do it, from a monitor that says so. */
  readonly participant?: string;
  /** It was done, but after its deadline. */
  readonly late?: boolean;
}

export interface TracedEvent {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly at: string;
  readonly causationId: string | null;
  readonly participant: string;
  readonly job: string | null;
  readonly data: unknown;
}

export interface Failure {
  readonly participant: string;
  readonly job: string;
  readonly eventId: string;
  readonly error: string;
  /** How often it was tried, from a monitor that knows. */
  readonly attempts?: number | null;
  readonly at: string;
}
