import { AwsError, invalidParameterValue } from '#local/gateway/aws-error.ts';
import { uuid } from '#local/runtime/chance.ts';
import { applyUpdate } from './apply-update.ts';
import { callbackId } from './callback-id.ts';
import { type CallbackDeadline, dueTime, fallenDue } from './fall-due.ts';
import { type ErrorObject, ended, isOver, type Operation, type OperationUpdate } from './operation.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';

/** What is kept of an execution. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly functionArn: string;
  /** The event: JSON text. */
  readonly input: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly operations: readonly Operation[];
  readonly deadlines: Readonly<Record<string, CallbackDeadline>>;
}

/** One execution of a durable function: what its code has reported, and what it waits for. */
export class DurableExecution {
  status: ExecutionStatus = 'RUNNING';
  endedAt: number | undefined;
  result: string | undefined;
  error: ErrorObject | undefined;
  readonly #operations = new Map<string, Operation>();
  readonly #deadlines = new Map<string, CallbackDeadline>();
  /** The operations that others than the code changed since it last heard of them. */
  readonly #news = new Set<string>();
  #token = '';
  #change = new AbortController();

  constructor(
    readonly of: Omit<ExecutionRecord, 'operations' | 'deadlines'>,
    /** Is called with each call of another function that begins. */
    private readonly onCall: (update: OperationUpdate) => void,
    { operations, deadlines }: Partial<ExecutionRecord> = {},
  ) {
    const Id = of.arn.slice(of.arn.lastIndexOf('/') + 1);
    const first: Operation = {
      Id,
      Type: 'EXECUTION',
      Status: 'STARTED',
      StartTimestamp: of.startedAt,
      ExecutionDetails: { InputPayload: of.input },
    };
    for (const operation of operations ?? [first]) this.#operations.set(operation.Id, operation);
    for (const [id, deadline] of Object.entries(deadlines ?? {})) this.#deadlines.set(id, deadline);
  }

  get record(): ExecutionRecord {
    return {
      ...this.of,
      operations: [...this.#operations.values()],
      deadlines: Object.fromEntries(this.#deadlines),
    };
  }

  /** What the function is invoked with next; the tokens of before are void. Timestamps are in milliseconds (the SDKs read them so in an event). */
  beginInvocation(): object {
    const UpdatedOperationIds = [...this.#news];
    this.#news.clear();
    return {
      DurableExecutionArn: this.of.arn,
      CheckpointToken: this.#newToken(),
      InitialExecutionState: { Operations: this.state(), NextMarker: '' },
      UpdatedOperationIds,
    };
  }

  /** Takes what the code reports. Throws Lambda's refusals. */
  checkpoint(token: string, updates: readonly OperationUpdate[], now: number): { token: string; changed: Operation[] } {
    this.mustHoldToken(token);
    const changed = updates.map((update) => {
      if (update.Type === 'EXECUTION') return this.#endByCheckpoint(update, now);
      const before = this.#operations.get(update.Id);
      const after = applyUpdate(before, update, now, callbackId(this.of.arn, update.Id));
      this.#operations.set(after.Id, after);
      if (!before && update.Type === 'CALLBACK') this.#setDeadline(update, now);
      if (!before && update.Type === 'CHAINED_INVOKE') this.onCall(update);
      return after;
    });
    this.fallDue(now);
    const news = [...this.#news].map((id) => this.#operations.get(id)).filter((each) => each !== undefined);
    this.#news.clear();
    return { token: this.#newToken(), changed: [...new Set([...changed, ...news])] };
  }

  mustHoldToken(token: string): void {
    if (token !== this.#token || this.status !== 'RUNNING') throw invalidParameterValue('Invalid Checkpoint Token');
  }

  /** The operations that a replay needs: those below a context that is over only if it asked for them (API reference: ContextOptions). */
  state(): Operation[] {
    const left = new Set<string>();
    return [...this.#operations.values()].filter(({ Id, ParentId }) => {
      const parent = ParentId === undefined ? undefined : this.#operations.get(ParentId);
      const isLeft =
        parent?.Type === 'CONTEXT' && isOver(parent) && (!parent.ContextDetails?.ReplayChildren || left.has(parent.Id));
      if (isLeft) left.add(Id);
      return !isLeft;
    });
  }

  /** When the next of what it waits for falls due: in milliseconds since 1970. */
  nextDue(): number {
    return Math.min(...[...this.#operations.values()].map((each) => dueTime(each, this.#deadlines.get(each.Id))));
  }

  fallDue(now: number): void {
    for (const operation of this.#operations.values()) {
      const deadline = this.#deadlines.get(operation.Id);
      if (dueTime(operation, deadline) <= now) this.#alter(fallenDue(operation, now, deadline));
    }
  }

  /** Whether something came that the code has not heard of. */
  get hasNews(): boolean {
    return this.#news.size > 0;
  }

  /** Aborted when something comes, or the execution ends, until `beginWaiting` is called again. */
  beginWaiting(): AbortSignal {
    this.#change = new AbortController();
    return this.#change.signal;
  }

  /** Ends a callback, or a call of another function, from outside. */
  complete(id: string, status: 'SUCCEEDED' | 'FAILED', outcome: { Result?: string; Error?: ErrorObject }, now: number) {
    const operation = this.#operations.get(id);
    if (!operation || this.status !== 'RUNNING') return;
    this.#alter(ended(operation, now, status, outcome));
  }

  /** The callback of an id that is open. Throws Lambda's refusal of one that is not. */
  openCallback(id: string): Operation {
    const operation = this.#operations.get(id);
    if (operation?.Type !== 'CALLBACK') throw new AwsError('ResourceNotFoundException', 'Callback not found.', 404);
    if (isOver(operation) || this.status !== 'RUNNING')
      throw new AwsError('CallbackTimeoutException', `Callback ${id} has already been closed.`, 400);
    return operation;
  }

  heartbeat(id: string, now: number): void {
    const deadline = this.#deadlines.get(this.openCallback(id).Id);
    if (deadline && deadline.heartbeatSeconds > 0) deadline.heartbeat = now + deadline.heartbeatSeconds * 1000;
    // What waits for the earlier time waits anew.
    this.#change.abort();
  }

  /** Ends the execution, unless it has ended. */
  end(status: Exclude<ExecutionStatus, 'RUNNING'>, now: number, outcome: { result?: string; error?: ErrorObject }) {
    if (this.status !== 'RUNNING') return;
    this.status = status;
    this.endedAt = now;
    this.result = outcome.result;
    this.error = outcome.error;
    this.#change.abort();
  }

  /** A result too large for an answer comes as a checkpoint of the execution itself, whatever its id. */
  #endByCheckpoint({ Action, Payload, Error: error }: OperationUpdate, now: number): Operation {
    if (Action === 'SUCCEED') this.end('SUCCEEDED', now, { result: Payload ?? '' });
    else this.end('FAILED', now, { error: error ?? {} });
    return [...this.#operations.values()][0] as Operation;
  }

  #setDeadline({ Id, CallbackOptions }: OperationUpdate, now: number): void {
    const { TimeoutSeconds = 0, HeartbeatTimeoutSeconds = 0 } = CallbackOptions ?? {};
    const after = (seconds: number) => (seconds > 0 ? now + seconds * 1000 : NEVER);
    this.#deadlines.set(Id, {
      timeout: after(TimeoutSeconds),
      heartbeat: after(HeartbeatTimeoutSeconds),
      heartbeatSeconds: HeartbeatTimeoutSeconds,
    });
  }

  #alter(operation: Operation): void {
    this.#operations.set(operation.Id, operation);
    this.#news.add(operation.Id);
    this.#change.abort();
  }

  #newToken(): string {
    this.#token = Buffer.from(uuid()).toString('base64');
    return this.#token;
  }
}

/** A time that does not come, and that JSON can say. */
const NEVER = Number.MAX_SAFE_INTEGER;
