import type { StatementDocument } from '#local/iam/policy.ts';
import { PARTITION } from '#local/runtime/account.ts';

/** What AddPermission and AWS::Lambda::Permission grant. */
export interface Permission {
  readonly StatementId?: string;
  readonly Action: string;
  /** A service, an account, an ARN or `*`. */
  readonly Principal: string;
  /** May have wildcards. */
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
}

/** The statement that a permission adds to the policy of a function (API reference: AddPermission). */
export function statementOf(permission: Permission, functionArn: string): StatementDocument {
  const { StatementId, Action, Principal, SourceArn, SourceAccount, FunctionUrlAuthType } = permission;
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...((SourceAccount !== undefined || FunctionUrlAuthType !== undefined) && {
      StringEquals: {
        ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
        ...(FunctionUrlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
      },
    }),
    ...(permission.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(permission.InvokedViaFunctionUrl) },
    }),
  };
  return {
    ...(StatementId !== undefined && { Sid: StatementId }),
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource: functionArn,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

function principalOf(principal: string): NonNullable<StatementDocument['Principal']> {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${PARTITION}:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
