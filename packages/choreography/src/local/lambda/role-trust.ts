import { invalidParameterValue } from '#local/gateway/aws-error.ts';
import type { Iam } from '#local/iam/iam.ts';

/**
 * Throws Lambda's answer to a role that does not trust it (developer guide: "Defining Lambda function permissions with an
 * execution role"). A role that is not known here is not judged.
 */
export function mustBeAssumedByLambda(roleArn: string, iam: Pick<Iam, 'mayAssume'>): void {
  if (iam.mayAssume('lambda.amazonaws.com', roleArn) === false)
    throw invalidParameterValue('The role defined for the function cannot be assumed by Lambda.');
}
