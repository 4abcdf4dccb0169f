import { validationError } from '#local/gateway/aws-error.ts';
import type { Iam } from '#local/iam/iam.ts';

/**
 * Throws Scheduler's answer to a role that does not trust it. Scheduler takes roles on for a group (user guide: "Confused deputy
 * prevention"), so a trust policy that names a schedule trusts nothing. A role that is not known here is not judged.
 */
export function mustBeAssumedByScheduler(roleArn: string, groupArn: string, iam: Pick<Iam, 'mayAssume'>): void {
  if (iam.mayAssume('scheduler.amazonaws.com', roleArn, groupArn) === false)
    throw validationError('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
}
