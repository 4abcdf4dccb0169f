import { ended, isOver, type Operation } from './operation.ts';

/** When a callback times out, in milliseconds since 1970. */
export interface CallbackDeadline {
  readonly timeout: number;
  /** When it times out unless a heartbeat comes. */
  heartbeat: number;
  readonly heartbeatSeconds: number;
}

/** When something of an operation falls due by itself; Infinity if nothing does. */
export function dueTime({ Type, Status, WaitDetails, StepDetails }: Operation, deadline?: CallbackDeadline): number {
  if (Type === 'WAIT' && Status === 'STARTED') return WaitDetails?.ScheduledEndTimestamp ?? Number.POSITIVE_INFINITY;
  if (Type === 'STEP' && Status === 'PENDING') return StepDetails?.NextAttemptTimestamp ?? Number.POSITIVE_INFINITY;
  if (Type === 'CALLBACK' && Status === 'STARTED' && deadline) return Math.min(deadline.timeout, deadline.heartbeat);
  return Number.POSITIVE_INFINITY;
}

/** An operation when what was to come of it is due: a wait is over, a step may be tried again, a callback has timed out. */
export function fallenDue(operation: Operation, now: number, deadline?: CallbackDeadline): Operation {
  if (isOver(operation)) return operation;
  if (operation.Type === 'WAIT') return ended(operation, now, 'SUCCEEDED');
  if (operation.Type === 'STEP') return { ...operation, Status: 'READY' };
  const isSilent = deadline !== undefined && deadline.heartbeat < deadline.timeout;
  const ErrorMessage = `Callback timed out${isSilent ? ' on heartbeat' : ''}`;
  return ended(operation, now, 'TIMED_OUT', { Error: { ErrorMessage } });
}
