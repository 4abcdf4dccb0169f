import { noSuchEntity } from '#local/iam/identities.ts';
import type { Identity } from '#local/iam/identity.ts';
import { type Actions, type Call, limitExceeded } from './action.ts';
import { listPage } from './page.ts';
import { encoded, readPolicy } from './policy-document.ts';
import { documentIn } from './roles.ts';

const MAX_ATTACHED = 10;

/** Policies within roles, users and groups, and those that are attached to them: the same actions for all. */
export const IDENTITY_POLICY_ACTIONS: Actions = {
  ...actionsOf('role', 'Role', 64),
  ...actionsOf('user', 'User', 64),
  ...actionsOf('group', 'Group', 128),
};

function actionsOf(kind: Identity['kind'], Kind: 'Role' | 'User' | 'Group', max: number): Actions {
  const of = ({ input, identities }: Call): Identity => identities.get(kind, input.text(`${Kind}Name`, { max }));
  const inlineOf = (call: Call) => {
    const name = call.input.text('PolicyName');
    const policy = of(call).inline.get(name);
    if (!policy) throw noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
    return { name, policy };
  };
  return {
    [`Put${Kind}Policy`]: (call) => {
      const { inline } = of(call);
      const name = call.input.text('PolicyName');
      inline.set(name, readPolicy(documentIn(call.input, 'PolicyDocument'), 'identity'));
    },
    [`Get${Kind}Policy`]: (call) => {
      const { name, policy } = inlineOf(call);
      return { [`${Kind}Name`]: of(call).name, PolicyName: name, PolicyDocument: encoded(policy.text) };
    },
    [`List${Kind}Policies`]: (call) =>
      listPage(
        'PolicyNames',
        [...of(call).inline.keys()],
        (name) => name,
        (name) => name,
        call.input,
      ),
    [`Delete${Kind}Policy`]: (call) => {
      of(call).inline.delete(inlineOf(call).name);
    },
    [`Attach${Kind}Policy`]: (call) => {
      const { attached } = of(call);
      const arn = call.input.policyArn();
      call.identities.mustHavePolicy(arn);
      if (!attached.has(arn) && attached.size >= MAX_ATTACHED)
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${Kind}: ${MAX_ATTACHED}`);
      attached.set(arn, { ofTemplate: false });
    },
    [`Detach${Kind}Policy`]: (call) => {
      const arn = call.input.policyArn();
      if (!of(call).attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    },
    [`ListAttached${Kind}Policies`]: (call) => {
      const prefix = call.input.optional('PathPrefix') ?? '/';
      const attached = [...of(call).attached.keys()].filter((arn) => pathOf(arn).startsWith(prefix));
      const tell = (PolicyArn: string) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn });
      return listPage('AttachedPolicies', attached, (arn) => arn, tell, call.input);
    },
  };
}

/** `/service-role/` in `arn:aws:iam::aws:policy/service-role/NAME`. */
const pathOf = (arn: string): string => /:policy(\/(?:.+\/)?)/.exec(arn)?.[1] ?? '/';
