import { type Condition, holds } from './condition.ts';
import type { Asked, Statement } from './policy.ts';

export type Verdict =
  | { readonly allowed: true }
  /** A statement denies it. */
  | { readonly allowed: false; readonly deniedBy: Statement; readonly inPolicyOf: 'identity' | 'resource' }
  /** No statement allows it. Those in `almost` would, if not for the conditions that do not hold. */
  | { readonly allowed: false; readonly deniedBy?: undefined; readonly almost: readonly Almost[] };

export interface Almost {
  readonly statement: Statement;
  readonly failed: readonly Condition[];
}

/**
 * Judges what is asked for within one account (IAM user guide: "Policy evaluation logic"): what any policy denies is
 * denied; else what the identity's or the resource's policies allow is allowed; all else is denied. Pure.
 */
export function judge(asked: Asked, identity: readonly Statement[], resource: readonly Statement[] = []): Verdict {
  const almost: Almost[] = [];
  let allowed = false;
  for (const [inPolicyOf, statements] of [
    ['identity', identity],
    ['resource', resource],
  ] as const) {
    for (const statement of statements) {
      if (inPolicyOf === 'resource' && !statement.names(asked.principal)) continue;
      if (!statement.covers(asked)) continue;
      const failed = statement.conditions.filter((condition) => !holds(condition, asked.context));
      if (statement.denies) {
        if (failed.length === 0) return { allowed: false, deniedBy: statement, inPolicyOf };
      } else if (failed.length === 0) allowed = true;
      else almost.push({ statement, failed });
    }
  }
  return allowed ? { allowed } : { allowed, almost };
}
