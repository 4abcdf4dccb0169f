import { type Identities, noSuchEntity } from '#local/iam/identities.ts';
import { type InstanceProfile, uniqueId } from '#local/iam/identity.ts';
import { iamArn } from '#local/runtime/account.ts';
import { type Actions, alreadyExists, type Call, deleteConflict, limitExceeded, tagList } from './action.ts';
import { listPage } from './page.ts';
import { roleOf, toldInProfile } from './roles.ts';

/** What hands a role to a machine (IAM user guide: "Using instance profiles"): no machine runs here, but tools ask for them. */
export const INSTANCE_PROFILE_ACTIONS: Actions = {
  CreateInstanceProfile: ({ input, identities, iam }) => {
    const name = input.text('InstanceProfileName');
    const path = input.path();
    if (identities.profiles.has(name.toLowerCase())) throw alreadyExists(`Instance Profile ${name} already exists.`);
    const profile: InstanceProfile = {
      name,
      path,
      arn: iamArn(`instance-profile${path}${name}`, identities.account),
      id: uniqueId('AIPA'),
      createdAt: iam.now(),
      tags: new Map(input.tags()),
    };
    identities.profiles.set(name.toLowerCase(), profile);
    return { InstanceProfile: { ...told(profile, identities), Tags: tagList(profile.tags) } };
  },
  GetInstanceProfile: (call) => {
    const profile = profileOf(call);
    return { InstanceProfile: { ...told(profile, call.identities), Tags: tagList(profile.tags) ?? [] } };
  },
  ListInstanceProfiles: ({ input, identities }) => {
    const prefix = input.optional('PathPrefix') ?? '/';
    const found = [...identities.profiles.values()].filter(({ path }) => path.startsWith(prefix));
    return listPage('InstanceProfiles', found, nameOf, (profile) => told(profile, identities), input);
  },
  // Tools ask for these before they remove a role.
  ListInstanceProfilesForRole: (call) => {
    const found = call.identities.profilesOf(roleOf(call));
    return listPage('InstanceProfiles', found, nameOf, (profile) => told(profile, call.identities), call.input);
  },
  AddRoleToInstanceProfile: (call) => {
    const profile = profileOf(call);
    const role = roleOf(call);
    if (profile.role) throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
    profile.role = role.id;
  },
  RemoveRoleFromInstanceProfile: (call) => {
    const profile = profileOf(call);
    const role = roleOf(call);
    if (profile.role !== role.id)
      throw noSuchEntity(`Role ${role.name} in Instance Profile ${profile.name} cannot be found.`);
    profile.role = undefined;
  },
  DeleteInstanceProfile: (call) => {
    const profile = profileOf(call);
    mustBeInNoProfile(profile.role === undefined ? [] : [profile]);
    call.identities.profiles.delete(profile.name.toLowerCase());
  },
};

const nameOf = ({ name }: InstanceProfile): string => name;

/** A profile that a call names. Throws IAM's answer when there is none. */
export function profileOf({ input, identities }: Call): InstanceProfile {
  const name = input.text('InstanceProfileName');
  const found = identities.profiles.get(name.toLowerCase());
  if (!found) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return found;
}

/** Throws IAM's answer when a role that is to be removed is in a profile, or a profile that is has a role. */
export function mustBeInNoProfile(profiles: readonly InstanceProfile[]): void {
  if (profiles.length > 0) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
}

const told = (profile: InstanceProfile, identities: Identities) => ({
  Path: profile.path,
  InstanceProfileName: profile.name,
  InstanceProfileId: profile.id,
  Arn: profile.arn,
  CreateDate: new Date(profile.createdAt),
  Roles: identities
    .all('role')
    .filter(({ id }) => id === profile.role)
    .map(toldInProfile),
});
