import { noSuchEntity } from '#local/iam/identities.ts';
import { isManagedByAws, type ManagedPolicy } from '#local/iam/identity.ts';
import { managedPolicy } from '#local/iam/managed-policies.ts';
import { type Actions, type Call, deleteConflict, limitExceeded } from './action.ts';
import { namedIn } from './managed-policies.ts';
import { listPage } from './page.ts';
import { encoded, readPolicy } from './policy-document.ts';
import { documentIn } from './roles.ts';

const MAX_VERSIONS = 5;

/** Versions of managed policies, of which the default one is judged. */
export const POLICY_VERSION_ACTIONS: Actions = {
  CreatePolicyVersion: (call) => {
    const policy = namedIn(call);
    const written = readPolicy(documentIn(call.input, 'PolicyDocument'), 'managed');
    if (policy.versions.size >= MAX_VERSIONS)
      throw limitExceeded(
        `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    policy.made += 1;
    const id = `v${policy.made}`;
    policy.versions.set(id, { ...written, createdAt: call.iam.now() });
    policy.updatedAt = call.iam.now();
    if (call.input.optional('SetAsDefault') === 'true') policy.defaultVersion = id;
    return { PolicyVersion: summary(policy, id) };
  },
  GetPolicyVersion: (call) => {
    const arn = call.input.policyArn();
    const id = versionIn(call);
    if (isManagedByAws(arn) && id === 'v1') {
      const text = JSON.stringify({ Version: '2012-10-17', ...managedPolicy(arn) });
      return {
        PolicyVersion: { Document: encoded(text), VersionId: id, IsDefaultVersion: true, CreateDate: new Date(0) },
      };
    }
    const policy = namedIn(call);
    return { PolicyVersion: { Document: encoded(versionOf(policy, id).text), ...summary(policy, id) } };
  },
  ListPolicyVersions: (call) => {
    const policy = namedIn(call);
    return listPage(
      'Versions',
      [...policy.versions.keys()].reverse(),
      (id) => id,
      (id) => summary(policy, id),
      call.input,
    );
  },
  SetDefaultPolicyVersion: (call) => {
    const policy = namedIn(call);
    const id = versionIn(call);
    versionOf(policy, id);
    policy.defaultVersion = id;
    policy.updatedAt = call.iam.now();
  },
  DeletePolicyVersion: (call) => {
    const policy = namedIn(call);
    const id = versionIn(call);
    versionOf(policy, id);
    if (id === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
    policy.versions.delete(id);
  },
};

const versionIn = ({ input }: Call): string => input.text('VersionId', { pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' });

function versionOf(policy: ManagedPolicy, id: string) {
  const version = policy.versions.get(id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

const summary = (policy: ManagedPolicy, id: string) => ({
  VersionId: id,
  IsDefaultVersion: id === policy.defaultVersion,
  CreateDate: new Date(versionOf(policy, id).createdAt),
});
