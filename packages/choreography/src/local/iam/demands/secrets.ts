import { arn } from '#local/runtime/account.ts';
import { secretArn } from '#local/secrets/secrets.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/**
 * What calls to Secrets Manager ask leave for (service authorization reference: "AWS Secrets Manager"): a secret that is there
 * by its whole ARN, another one by what was given.
 *
 * @param arnOf the ARN of a secret by its name or ARN, undefined when there is no such secret
 */
export const secretsDemands =
  (arnOf: (id: string) => string | undefined): Demands =>
  (request) => {
    const action = `secretsmanager:${targetAction(request)}`;
    const { SecretId, Name, VersionStage, VersionId } = jsonBody(request) as Record<string, string | undefined>;
    if (SecretId === undefined) return [{ action, resource: Name === undefined ? '*' : secretArn(Name) }];
    const named = SecretId.startsWith('arn:') ? SecretId : arn('secretsmanager', `secret:${SecretId}`);
    return [
      {
        action,
        resource: arnOf(SecretId) ?? named,
        context: {
          'secretsmanager:secretid': [SecretId],
          ...(VersionStage !== undefined && { 'secretsmanager:versionstage': [VersionStage] }),
          ...(VersionId !== undefined && { 'secretsmanager:versionid': [VersionId] }),
        },
      },
    ];
  };
