/** All that happened to one order, as the monitor's API answers it. */
export interface OrderView {
  readonly orderId: string;
  readonly state: 'open' | 'completed' | 'failed' | 'overdue';
  readonly startedAt: string | null;
  readonly deadline: string | null;
  readonly steps: readonly Step[];
  readonly events: readonly TracedEvent[];
  readonly failures: readonly Failure[];
}

export interface Step {
  readonly name: string;
  readonly state: 'done' | 'failed' | 'waiting' | 'overdue';
  readonly event: string | null;
  readonly at: string | null;
  readonly within: string;
  /** Who has to do it, from a monitor that says so. */
  readonly participant?: string;
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
  readonly at: string;
}
