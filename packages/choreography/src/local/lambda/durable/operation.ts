/** An error as durable executions have it (API reference: ErrorObject). */
export interface ErrorObject {
  readonly ErrorType?: string;
  readonly ErrorMessage?: string;
  readonly ErrorData?: string;
  readonly StackTrace?: readonly string[];
}

export type OperationType = 'EXECUTION' | 'CONTEXT' | 'STEP' | 'WAIT' | 'CALLBACK' | 'CHAINED_INVOKE';
export type OperationStatus =
  | 'STARTED'
  | 'PENDING'
  | 'READY'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED'
  | 'TIMED_OUT'
  | 'STOPPED';

/** One step, wait, callback, call or context of a durable execution (API reference: Operation), with times in milliseconds since 1970. */
export interface Operation {
  readonly Id: string;
  readonly ParentId?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type: OperationType;
  readonly SubType?: string | undefined;
  readonly StartTimestamp: number;
  readonly EndTimestamp?: number;
  readonly Status: OperationStatus;
  readonly ExecutionDetails?: { readonly InputPayload: string };
  readonly ContextDetails?: Ended & { readonly ReplayChildren?: boolean | undefined };
  readonly StepDetails?: Ended & { readonly Attempt?: number; readonly NextAttemptTimestamp?: number };
  readonly WaitDetails?: { readonly ScheduledEndTimestamp: number };
  readonly CallbackDetails?: Ended & { readonly CallbackId: string };
  readonly ChainedInvokeDetails?: Ended;
}

/** What comes of an operation. */
interface Ended {
  readonly Result?: string | undefined;
  readonly Error?: ErrorObject | undefined;
}

/** What a function's code reports of an operation (API reference: OperationUpdate). */
export interface OperationUpdate {
  readonly Id: string;
  readonly ParentId?: string;
  readonly Name?: string;
  readonly Type: OperationType;
  readonly SubType?: string;
  readonly Action: 'START' | 'SUCCEED' | 'FAIL' | 'RETRY' | 'CANCEL';
  readonly Payload?: string;
  readonly Error?: ErrorObject;
  readonly ContextOptions?: { readonly ReplayChildren?: boolean };
  readonly StepOptions?: { readonly NextAttemptDelaySeconds?: number };
  readonly WaitOptions?: { readonly WaitSeconds?: number };
  readonly CallbackOptions?: { readonly TimeoutSeconds?: number; readonly HeartbeatTimeoutSeconds?: number };
  readonly ChainedInvokeOptions?: { readonly FunctionName: string; readonly TenantId?: string };
}

/** The field that has what comes of an operation, by its type. */
const DETAILS = {
  CONTEXT: 'ContextDetails',
  STEP: 'StepDetails',
  WAIT: 'WaitDetails',
  CALLBACK: 'CallbackDetails',
  CHAINED_INVOKE: 'ChainedInvokeDetails',
} as const satisfies Partial<Record<OperationType, keyof Operation>>;

/** An operation that came to its end. */
export const ended = (
  operation: Operation,
  now: number,
  Status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'CANCELLED' | 'STOPPED',
  outcome: Ended = {},
): Operation => {
  const details = operation.Type === 'EXECUTION' ? undefined : DETAILS[operation.Type];
  return {
    ...operation,
    Status,
    EndTimestamp: now,
    ...(details && operation.Type !== 'WAIT' && { [details]: { ...operation[details], ...outcome } }),
  };
};

export const isOver = ({ Status }: Pick<Operation, 'Status'>): boolean =>
  !['STARTED', 'PENDING', 'READY'].includes(Status);

const TIMES = ['StartTimestamp', 'EndTimestamp', 'NextAttemptTimestamp', 'ScheduledEndTimestamp'];

/** An operation as Lambda's API tells it: times are seconds since 1970. */
export const inSeconds = <Told extends object>(told: Told): Told =>
  JSON.parse(JSON.stringify(told), (key, value) => (TIMES.includes(key) ? (value as number) / 1000 : value)) as Told;
