import type { Statement } from '#local/events/bus.ts';
import { normalizeStatements, type Permission, statementOf, withStatement } from '#local/events/bus-policy.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import type { Actions } from './action.ts';

interface PermissionInput {
  readonly EventBusName?: string;
  readonly Action?: string;
  readonly Principal?: string;
  readonly StatementId?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
  /** JSON text of a whole policy, instead of all others. */
  readonly Policy?: string;
  readonly RemoveAllPermissions?: boolean;
}

/** The longest policy, in characters (API reference: PutPermission). */
const MAX_POLICY_LENGTH = 10_240;

/** Who else may put events on a bus. */
export const PERMISSION_ACTIONS: Actions = {
  PutPermission: (input: PermissionInput, { buses }) => {
    const bus = buses.get(input.EventBusName);
    const policy =
      input.Policy === undefined
        ? withStatement(bus.policy, statementOf(permissionIn(input), bus.arn))
        : statementsIn(input.Policy);
    if (JSON.stringify(policy).length > MAX_POLICY_LENGTH)
      throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.');
    bus.policy = policy;
    return {};
  },
  RemovePermission: ({ EventBusName, StatementId, RemoveAllPermissions }: PermissionInput, { buses }) => {
    const bus = buses.get(EventBusName);
    if (RemoveAllPermissions) {
      bus.policy = [];
      return {};
    }
    const left = bus.policy.filter(({ Sid }) => Sid !== StatementId);
    if (left.length === bus.policy.length)
      throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
    bus.policy = left;
    return {};
  },
};

function permissionIn({ Action, Principal, StatementId, Condition }: PermissionInput): Permission {
  const missing = Object.entries({ Action, Principal, StatementId }).find(([, value]) => value === undefined)?.[0];
  if (missing) throw validationError(`Parameter ${missing} must be specified.`);
  if (Action !== 'events:PutEvents') throw validationError("Provided value in parameter 'action' is not supported.");
  return { Action, Principal: Principal as string, StatementId: StatementId as string, Condition };
}

function statementsIn(policy: string): Statement[] {
  try {
    const { Statement: given } = JSON.parse(policy);
    if (typeof given === 'object' && given !== null) return normalizeStatements([given].flat());
  } catch {
    // Refused below.
  }
  throw validationError('This policy contains invalid Json');
}
