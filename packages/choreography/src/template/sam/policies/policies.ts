import { isObject } from '#template/document/as-object.ts';
import { branchesOf, isIntrinsic, isNoValue, NO_VALUE_REFERENCE } from '#template/sam/intrinsic.ts';
import { isGiven } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import { isPolicyTemplate, policyTemplate } from './policy-templates.ts';

type Kind = 'managed' | 'document' | 'template' | 'unknown' | 'none';

/**
 * `Policies`: names and ARNs of managed policies, and policies with a document of their own or that of one of
 * SAM's policy templates. Each may be in a branch of `Fn::If`.
 */
export function policiesOf({ id, properties: { Policies } }: SamResource): { managed: unknown[]; inline: object[] } {
  const given: readonly unknown[] = Array.isArray(Policies) ? Policies : isGiven(Policies) ? [Policies] : [];
  const managed: unknown[] = [];
  const inline: object[] = [];
  given.forEach((policy, index) => {
    const kind = kindOf(id, policy);
    const named = (document: unknown) => ({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: document });
    if (kind === 'managed') managed.push(policy);
    else if (kind === 'document') inline.push(inBranches(policy, named) as object);
    else if (kind === 'template')
      inline.push(inBranches(policy, (each) => named(policyTemplate(id, each as Record<string, unknown>))) as object);
    else refuse(id, `Policy at index ${index} in the 'Policies' property is not valid`);
  });
  return { managed, inline };
}

function kindOf(id: string, policy: unknown): Kind {
  if (typeof policy === 'string') return 'managed';
  if (isIntrinsic(policy) && 'Fn::If' in policy) {
    const branches = branchesOf(policy) ?? refuse(id, 'Fn::If requires 3 arguments');
    const [then, otherwise] = [kindOf(id, branches.whenTrue), kindOf(id, branches.whenFalse)];
    if (then === otherwise || isNoValue(branches.whenFalse)) return then;
    if (isNoValue(branches.whenTrue)) return otherwise;
    return refuse(
      id,
      'Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements',
    );
  }
  if (isIntrinsic(policy)) return 'managed';
  if (isObject(policy) && 'Statement' in policy) return 'document';
  return isPolicyTemplate(policy) ? 'template' : 'unknown';
}

/** What becomes of a policy: of the one in each branch, where a condition decides. */
export function inBranches(policy: unknown, become: (policy: unknown) => unknown): unknown {
  const branches = branchesOf(policy);
  if (!branches) return isNoValue(policy) ? NO_VALUE_REFERENCE : become(policy);
  const { condition, whenTrue, whenFalse } = branches;
  return { 'Fn::If': [condition, inBranches(whenTrue, become), inBranches(whenFalse, become)] };
}
