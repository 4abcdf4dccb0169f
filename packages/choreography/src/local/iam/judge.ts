import { type Condition, holds } from './condition.ts';
import type { AccessRequest, Statement } from './policy.ts';

export type Verdict =
  | { readonly allowed: true }
  /** A statement denies it. */
  | { readonly allowed: false; readonly deniedBy: Statement; readonly in: PolicyKind }
  /** No statement of that kind of policy allows it. Those in `almost` would, if not for the conditions that do not hold. */
  | {
      readonly allowed: false;
      readonly deniedBy?: undefined;
      readonly in: PolicyKind;
      readonly almost: readonly NearMiss[];
    };

/** Kinds of policies, as refusals name them. */
export type PolicyKind =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'role trust policy';

export interface NearMiss {
  readonly statement: Statement;
  readonly failed: readonly Condition[];
}

/** Policies that grant nothing: what they do not allow is refused, whatever others allow. */
export interface Limit {
  readonly kind: 'permissions boundary' | 'session policy';
  readonly statements: readonly Statement[];
}

/**
 * Judges what is asked for (IAM user guide: "Policy evaluation logic"): what any policy denies is denied; else what the
 * identity's or the resource's policies allow is allowed, and both must if the resource is another account's. Limits hold for
 * both, but for a resource's policy that names the very session. Pure.
 */
export function judge(
  asked: AccessRequest,
  identity: readonly Statement[],
  resource: readonly Statement[] = [],
  { limits = [], otherAccount = false }: { limits?: readonly Limit[]; otherAccount?: boolean } = {},
): Verdict {
  const own = evaluateStatements(identity, asked);
  const named = resource.filter((statement) => statement.names(asked.principal, otherAccount));
  const theirs = evaluateStatements(named, asked);
  if (own.deniedBy) return { allowed: false, deniedBy: own.deniedBy, in: 'identity-based policy' };
  if (theirs.deniedBy) return { allowed: false, deniedBy: theirs.deniedBy, in: 'resource-based policy' };
  // Services ask most, of a resource's policy alone.
  if (identity.length === 0 && limits.length === 0 && theirs.allowedBy && !otherAccount) return { allowed: true };
  const limiting = limits.map(({ kind, statements }) => ({ kind, ...evaluateStatements(statements, asked) }));
  for (const { kind, deniedBy } of limiting) if (deniedBy) return { allowed: false, deniedBy, in: kind };
  const tooTight = limiting.find(({ allowedBy }) => !allowedBy);
  const almost = [...own.almost, ...theirs.almost];
  if (own.allowedBy && otherAccount && !theirs.allowedBy)
    return { allowed: false, in: 'resource-based policy', almost: theirs.almost };
  const bySession = !otherAccount && theirs.allowedBy && namesSession(theirs.allowedBy, asked);
  const granted = otherAccount ? own.allowedBy && theirs.allowedBy : (own.allowedBy ?? theirs.allowedBy);
  if (granted && tooTight && !bySession) return { allowed: false, in: tooTight.kind, almost: tooTight.almost };
  return granted ? { allowed: true } : { allowed: false, in: kindFor(asked), almost };
}

/** Where a service or an identity would be allowed. */
const kindFor = ({ principal }: AccessRequest): PolicyKind =>
  'service' in principal ? 'resource-based policy' : 'identity-based policy';

interface Weighed {
  readonly deniedBy?: Statement | undefined;
  readonly allowedBy?: Statement | undefined;
  readonly almost: readonly NearMiss[];
}

/** What statements of one kind come to. */
export function evaluateStatements(statements: readonly Statement[], asked: AccessRequest): Weighed {
  const almost: NearMiss[] = [];
  let allowedBy: Statement | undefined;
  for (const statement of statements) {
    if (!statement.covers(asked)) continue;
    const failed = statement.conditions.filter((condition) => !holds(condition, asked.context));
    if (statement.denies) {
      if (failed.length === 0) return { deniedBy: statement, almost };
    } else if (failed.length > 0) almost.push({ statement, failed });
    else allowedBy ??= statement;
  }
  return { allowedBy, almost };
}

function namesSession({ document }: Statement, { principal }: AccessRequest): boolean {
  if ('service' in principal || typeof document.Principal !== 'object') return false;
  return [document.Principal.AWS ?? []].flat().includes(principal.sessionArn);
}
