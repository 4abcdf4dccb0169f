import { AwsError } from '#local/gateway/aws-error.ts';
import type { FormValue } from '#local/gateway/query-protocol.ts';
import { refuseParameters } from '#local/gateway/refuse-parameters.ts';
import { readPolicy } from '#local/iam/api/policy-document.ts';
import { type Caller, callerIn } from '#local/iam/caller.ts';
import { assumeRoleDemand, isArn } from '#local/iam/demands/sts.ts';
import type { Iam } from '#local/iam/iam.ts';
import type { Role } from '#local/iam/identity.ts';
import { evaluateStatements } from '#local/iam/judge.ts';
import type { Statement } from '#local/iam/policy.ts';
import { credentialsFor } from './session-credentials.ts';

type Form = { readonly [name: string]: FormValue };

/**
 * Gives credentials of a role (STS API reference: AssumeRole). Its trust policy must let the caller in, by name or by account;
 * that the caller's own policies do so too, where that is needed, was asked before.
 */
export function assumeRole(form: Form, caller: Caller, iam: Iam) {
  const { roleArn, session, seconds } = parametersOf(form, caller);
  const account = roleArn.split(':')[4] ?? '';
  const role = iam.roleWith(roleArn);
  if (!role)
    throw accessDenied(
      `User: ${caller.sessionArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  mustTrust(role, caller, form, iam);
  if (seconds > role.maxSessionSeconds)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const sessionPolicy = sessionPolicyIn(form, account, iam);
  const assumed = { ...callerIn(session, role.arn, role.id), ...(sessionPolicy && { sessionPolicy }) };
  return {
    AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.sessionArn },
    Credentials: credentialsFor(assumed, seconds, iam),
  };
}

const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
const accessDenied = (message: string): AwsError => new AwsError('AccessDenied', message, 403);

const UNSUPPORTED = ['Tags', 'TransitiveTagKeys', 'SourceIdentity', 'SerialNumber', 'TokenCode', 'ProvidedContexts'];

function parametersOf(form: Form, caller: Caller): { roleArn: string; session: string; seconds: number } {
  refuseParameters(form, UNSUPPORTED);
  const {
    RoleArn: roleArn = '',
    RoleSessionName: session = '',
    DurationSeconds = '3600',
  } = form as Record<string, string>;
  if (!isArn(roleArn)) throw validationError(`${roleArn} is invalid`);
  if (!/^[\w+=,.@-]*$/.test(session))
    throw broken(session, 'roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*');
  if (session.length < 2) throw broken(session, 'roleSessionName', 'have length greater than or equal to 2');
  if (session.length > 64) throw broken(session, 'roleSessionName', 'have length less than or equal to 64');
  const seconds = Number(DurationSeconds);
  if (!(seconds >= 900)) throw broken(DurationSeconds, 'durationSeconds', 'have value greater than or equal to 900');
  if (seconds > 43_200) throw broken(DurationSeconds, 'durationSeconds', 'have value less than or equal to 43200');
  if (caller.kind === 'role' && seconds > 3600)
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  return { roleArn, session, seconds };
}

const broken = (value: string, name: string, must: string): AwsError =>
  validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${must}`,
  );

function mustTrust(role: Role, caller: Caller, form: Form, iam: Iam): void {
  const demand = assumeRoleDemand(form);
  const asked = {
    principal: caller,
    action: demand.action,
    resource: demand.resource,
    context: iam.contextOf(caller, demand),
  };
  const named = role.trust.statements.filter((statement) => statement.names(caller, true));
  const { deniedBy, allowedBy, almost } = evaluateStatements(named, asked);
  if (allowedBy && !deniedBy) return;
  try {
    iam.refuse(caller, demand, { allowed: false, in: 'role trust policy', ...(deniedBy ? { deniedBy } : { almost }) });
  } catch (error) {
    throw accessDenied((error as Error).message);
  }
}

/** What the session is limited to, beyond its role: a policy in the call, and policies that it names. */
function sessionPolicyIn({ Policy, PolicyArns }: Form, account: string, iam: Iam): Statement[] | undefined {
  const arns = Array.isArray(PolicyArns) ? PolicyArns.map((each) => String((each as { arn?: string }).arn)) : [];
  if (Policy === undefined && arns.length === 0) return undefined;
  return [
    ...(Policy === undefined ? [] : readPolicy(String(Policy), 'identity').statements),
    ...arns.flatMap((arn) => iam.in(account).statementsOfPolicy(arn)),
  ];
}
