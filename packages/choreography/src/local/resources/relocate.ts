import { ACCOUNT, REGION } from '#local/runtime/account.ts';
import type { Stack } from '#template/template.ts';

/**
 * Stacks as if they were meant for the account and the region that the runtime has. One that the CDK synthesized for a certain
 * environment has its account and region written out in ARNs; here all stacks are in one place.
 */
export function relocate(stacks: readonly Stack[]): readonly Stack[] {
  const accounts = stacks.flatMap(({ environment }) => environment?.account ?? []);
  const regions = stacks.flatMap(({ environment }) => environment?.region ?? []);
  if (accounts.length === 0 && regions.length === 0) return stacks;
  const there = new RegExp(`\\b(${[...new Set(accounts)].join('|')})\\b`, 'g');
  // The account is written out, or what follows is `{ "Ref": "AWS::AccountId" }` of a join.
  const inArn = new RegExp(`:(${[...new Set(regions)].join('|')}):(?=${ACCOUNT}\\b|\\$\\{AWS::AccountId\\}|")`, 'g');
  const moved = (text: string): string => {
    const ours = accounts.length > 0 ? text.replace(there, ACCOUNT) : text;
    return regions.length > 0 ? ours.replace(inArn, `:${REGION}:`) : ours;
  };
  return stacks.map((stack) => ({ ...stack, template: JSON.parse(moved(JSON.stringify(stack.template))) }));
}
