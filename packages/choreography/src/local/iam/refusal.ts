import type { Demand } from './demands/demand.ts';
import type { Verdict } from './judge.ts';
import type { Principal, StatementDocument } from './policy.ts';

type Refused = Extract<Verdict, { allowed: false }>;

/** AWS's own words for a refusal (IAM user guide: "Troubleshoot access denied error messages"); SES has words of its own. */
export function refusalText(principal: Principal, { action, resource }: Demand, verdict: Refused): string {
  const who = 'service' in principal ? principal.service : principal.sessionArn;
  if (action.startsWith('ses:'))
    return `User \`${who}' is not authorized to perform \`${action}' on resource \`${resource}'`;
  // The policy of a role as a resource is its trust policy.
  const kind = action === 'sts:AssumeRole' && verdict.in === 'resource-based policy' ? 'role trust policy' : verdict.in;
  const why = verdict.deniedBy
    ? `with an explicit deny in ${ARTICLE[kind]} ${kind}`
    : `because no ${kind} allows the ${action} action`;
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

const ARTICLE: Readonly<Record<Refused['in'], string>> = {
  'identity-based policy': 'an',
  'resource-based policy': 'a',
  'permissions boundary': 'a',
  'session policy': 'a',
  'role trust policy': 'the',
};

/**
 * What would let it through: the statement that denies, to be taken away, or one to be added. Where a statement almost
 * allows it, the new one has its conditions with the values that the request has.
 */
export function remedy({ action, resource, context = {} }: Demand, verdict: Refused): Remedy {
  if (verdict.deniedBy) return { remove: verdict.deniedBy.document };
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const { written, key } of verdict.almost[0]?.statement.conditions ?? []) {
    const asWritten = verdict.almost[0]?.statement.document.Condition?.[written]?.[key];
    const has = context[key.toLowerCase()];
    Condition[written] = { ...Condition[written], [key]: written === 'Null' || !has ? asWritten : has };
  }
  const conditional = Object.keys(Condition).length > 0;
  return { add: { Effect: 'Allow', Action: action, Resource: resource, ...(conditional && { Condition }) } };
}

export type Remedy = { readonly add: StatementDocument } | { readonly remove: StatementDocument };
