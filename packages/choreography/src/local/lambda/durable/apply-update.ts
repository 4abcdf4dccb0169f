import { invalidParameterValue } from '#local/gateway/aws-error.ts';
import { ended, isOver, type Operation, type OperationUpdate } from './operation.ts';

/** The actions that an operation of each type takes. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  EXECUTION: ['SUCCEED', 'FAIL'],
  CONTEXT: ['START', 'SUCCEED', 'FAIL'],
  STEP: ['START', 'SUCCEED', 'FAIL', 'RETRY'],
  WAIT: ['START', 'CANCEL'],
  CALLBACK: ['START', 'CANCEL'],
  CHAINED_INVOKE: ['START', 'CANCEL'],
};

/** What the actions on steps are called in refusals. */
const STEP_ACTIONS: Readonly<Record<string, string>> = {
  START: 'start',
  SUCCEED: 'close',
  FAIL: 'close',
  RETRY: 're-attempt',
};

/**
 * An operation after an update. Throws Lambda's refusal of an update that no operation of its type takes, or of one that has
 * ended. @param before the operation, if it was begun; @param callbackId the id for a callback that begins
 */
export function applyUpdate(
  before: Operation | undefined,
  update: OperationUpdate,
  now: number,
  callbackId: string,
): Operation {
  const { Id, ParentId, Name, Type, SubType, Action, Payload, ContextOptions } = update;
  if (!ACTIONS[Type]?.includes(Action)) throw invalidParameterValue('Invalid action for the given operation type.');
  if (Action === 'START' && before && Type !== 'STEP')
    throw invalidParameterValue(`Cannot start a ${Type} that already exists.`);
  const { Status } = before ?? {};
  if (Type === 'STEP' && (Action === 'START' ? before && Status !== 'READY' : Status === 'PENDING'))
    throw invalidParameterValue(`Invalid current STEP state to ${STEP_ACTIONS[Action] ?? Action}.`);
  if (before ? isOver(before) || before.Type !== Type : Action === 'CANCEL')
    throw invalidParameterValue(
      `Cannot ${Action.toLowerCase()} a ${Type} that does not exist or has already completed.`,
    );
  const begun: Operation = before ?? {
    ...{ Id, ParentId, Name, Type, SubType },
    StartTimestamp: now,
    Status: 'STARTED',
    ...begin(update, now, callbackId),
  };
  switch (Action) {
    case 'START':
      return { ...begun, Status: 'STARTED' };
    case 'RETRY':
      return retried(begun, update, now);
    case 'CANCEL':
      return ended(begun, now, 'CANCELLED');
    default: {
      const { ReplayChildren = begun.ContextDetails?.ReplayChildren } = ContextOptions ?? {};
      const outcome = { Result: Payload, Error: update.Error };
      const over = ended(begun, now, Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', outcome);
      if (Type === 'CONTEXT') return { ...over, ContextDetails: { ...outcome, ReplayChildren } };
      return Type === 'STEP' ? { ...over, StepDetails: { ...outcome, Attempt: nextAttempt(begun) } } : over;
    }
  }
}

/** What an operation has from its beginning. */
function begin(update: OperationUpdate, now: number, CallbackId: string): Partial<Operation> {
  switch (update.Type) {
    case 'WAIT':
      return { WaitDetails: { ScheduledEndTimestamp: now + (update.WaitOptions?.WaitSeconds ?? 0) * 1000 } };
    case 'CALLBACK':
      return { CallbackDetails: { CallbackId } };
    case 'CHAINED_INVOKE':
      return { ChainedInvokeDetails: {} };
    case 'STEP':
      return { StepDetails: { Attempt: 0 } };
    default:
      return {};
  }
}

/** A step that is to be tried again. */
const retried = (step: Operation, update: OperationUpdate, now: number): Operation => ({
  ...step,
  Status: 'PENDING',
  StepDetails: {
    Result: update.Payload,
    Error: update.Error,
    Attempt: nextAttempt(step),
    NextAttemptTimestamp: now + (update.StepOptions?.NextAttemptDelaySeconds ?? 0) * 1000,
  },
});

const nextAttempt = ({ StepDetails }: Operation): number => (StepDetails?.Attempt ?? 0) + 1;
