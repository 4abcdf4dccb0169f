import { compilePolicy, type StatementDocument } from '#local/iam/policy.ts';
import { iamArn } from '#local/runtime/account.ts';
import type { Statement } from './bus.ts';

/** What PutPermission and the older form of AWS::Events::EventBusPolicy say. */
export interface Permission {
  readonly StatementId: string;
  readonly Action: string;
  /** An account, or `*`. */
  readonly Principal: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string } | undefined;
}

/** The statement that a permission adds to the policy of a bus (API reference: PutPermission). */
export const statementOf = ({ StatementId, Action, Principal, Condition }: Permission, busArn: string): Statement => ({
  Sid: StatementId,
  Effect: 'Allow',
  Principal: Principal === '*' ? '*' : { AWS: principalArn(Principal) },
  Action,
  Resource: busArn,
  ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
});

/** A policy with a statement in place of the one of its id, or after all others. */
export function withStatement(policy: readonly Statement[], statement: Statement): Statement[] {
  const known = policy.some(({ Sid }) => Sid === statement.Sid);
  return known ? policy.map((each) => (each.Sid === statement.Sid ? statement : each)) : [...policy, statement];
}

/**
 * Statements as a policy returns them: a principal that was given as an account number is an ARN.
 * Throws an Error that says what is wrong with them.
 */
export function normalizeStatements(statements: readonly Statement[]): Statement[] {
  compilePolicy({ Statement: statements as readonly StatementDocument[] });
  return statements.map((statement) => {
    const principals = statement.Principal as { AWS?: string | readonly string[] } | string | undefined;
    if (typeof principals !== 'object' || principals.AWS === undefined) return statement;
    const AWS = Array.isArray(principals.AWS)
      ? principals.AWS.map(principalArn)
      : principalArn(principals.AWS as string);
    return { ...statement, Principal: { ...principals, AWS } };
  });
}

const principalArn = (principal: string): string =>
  /^\d{12}$/.test(principal) ? iamArn('root', principal) : principal;
