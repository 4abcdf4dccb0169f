import type { Target } from '#local/events/rule.ts';
import { validationError } from '#local/gateway/aws-error.ts';
import { ACCOUNT } from '#local/runtime/account.ts';

/**
 * What a target becomes that is put where another may be. A bus in another account keeps the role that it has when it is put
 * without one, and is given whole events only (API reference: PutTargets). Throws EventBridge's answer to an input for it.
 */
export function ofForeignBus(before: Target | undefined, target: Target): Target {
  const { Id, Arn, RoleArn, Input, InputPath, InputTransformer } = target;
  const [, , service, , account] = Arn.split(':');
  if (service !== 'events' || account === ACCOUNT) return target;
  if (Input !== undefined || InputPath !== undefined || InputTransformer !== undefined)
    throw validationError(
      `Input, InputPath and InputTransformer are not available for target ${Id}: its event bus is in another account.`,
    );
  const kept = before?.Arn === Arn && RoleArn === undefined ? before.RoleArn : undefined;
  return kept === undefined ? target : { ...target, RoleArn: kept };
}
