import { createHash } from 'node:crypto';
import type { AwsRequest } from '#local/gateway/backend.ts';
import { ACCOUNT, type AccountRegion, iamArn, REGION } from '#local/runtime/account.ts';
import { uniqueId } from './identity.ts';
import type { Statement } from './policy.ts';

/** Who calls: a role in a session, such as a function's, a user, or the administrator of an account, who may do all. */
export interface Caller {
  readonly kind: 'role' | 'user' | 'account';
  /** As the terminal names it: a function, a session, a user. */
  readonly name: string;
  /** The name of the role or user. */
  readonly identity: string;
  readonly account: string;
  /** The ARN of the role or user, or of the account. */
  readonly principalArn: string;
  /** Of a role: the ARN of its session; else as `principalArn`. */
  readonly sessionArn: string;
  /** As GetCallerIdentity has it: `AROA…:SESSION`, `AIDA…`, or the account. */
  readonly userId: string;
  /** What a session was limited to when the role was assumed; undefined if it was not. */
  readonly sessionPolicy?: readonly Statement[] | undefined;
}

/** A role in a session: a function's has its name. @param id the unique id of the role */
export function callerIn(session: string, roleArn: string, id?: string): Caller {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const account = roleArn.split(':')[4] || ACCOUNT;
  return {
    kind: 'role',
    name: session,
    identity: role,
    account,
    principalArn: roleArn,
    sessionArn: iamArn(`assumed-role/${role}/${session}`, account, 'sts'),
    userId: `${id ?? uniqueId('AROA', role)}:${session}`,
  };
}

export const administratorOf = (account: string): Caller => {
  const root = iamArn('root', account);
  return {
    kind: 'account',
    name: 'root',
    identity: 'root',
    account,
    userId: account,
    principalArn: root,
    sessionArn: root,
  };
};

/** The access key by which a function is known: like one of STS, the same in each run. */
export const accessKeyOf = (functionName: string): string =>
  `ASIA${createHash('sha256').update(functionName).digest('hex').slice(0, 16).toUpperCase()}`;

/** The access key in a signature: `Credential=KEY/…`, in the header or in the query of a presigned URL. */
export const accessKeyIn = (request: AwsRequest): string | undefined => scopeIn(request)?.[0];

/**
 * Where a call is made: in the region that it is signed for, and in the caller's account. That of a caller who is not known is
 * the one that an access key of twelve digits names, as other emulators have it, or else the one in which templates are
 * deployed.
 */
export function whereaboutsOf(request: AwsRequest, caller?: Pick<Caller, 'account'>): AccountRegion {
  const [key = '', region = REGION] = scopeIn(request) ?? [];
  return { account: caller?.account ?? (/^\d{12}$/.test(key) ? key : ACCOUNT), region };
}

/** Key and region of the credential scope: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
type Scope = [key: string, region: string | undefined];

/** What was found last: of one request it is asked several times. */
let last: { authorization: string; path: string; scope: Scope | undefined } | undefined;

function scopeIn({ headers: { authorization = '' }, path }: AwsRequest): Scope | undefined {
  if (last?.authorization !== authorization || last.path !== path)
    last = { authorization, path, scope: findScope(authorization, path) };
  return last.scope;
}

function findScope(authorization: string, path: string): Scope | undefined {
  const scope = /Credential=([^\s,]+)/.exec(authorization)?.[1] ?? /[?&]X-Amz-Credential=([^&]+)/.exec(path)?.[1];
  if (scope === undefined) return undefined;
  const [key = '', , region] = scope.replaceAll('%2F', '/').split('/');
  return [key, region || undefined];
}
