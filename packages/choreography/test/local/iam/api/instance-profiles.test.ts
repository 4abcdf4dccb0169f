import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetInstanceProfileCommand,
  IAMClient,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListInstanceProfileTagsCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, anIam, aRole, assumed, type Local, roleArn, trust } from './as-a-role.ts';

let local: Local;
let send: IAMClient['send'];
beforeAll(async () => {
  ({ local, send } = await anIam());
});
afterAll(() => local.runtime.stop());

const profile = (InstanceProfileName: string, more: object = {}) =>
  send(new CreateInstanceProfileCommand({ InstanceProfileName, ...more }));
const get = async (InstanceProfileName: string) =>
  (await send(new GetInstanceProfileCommand({ InstanceProfileName }))).InstanceProfile;

describe('an instance profile', () => {
  it('is made, told, listed by its path and removed, as recorded at AWS', async () => {
    const { InstanceProfile } = await profile('made', { Path: '/with/path/' });
    expect(InstanceProfile).toEqual({
      Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/with/path/made`,
      CreateDate: expect.any(Date),
      InstanceProfileId: expect.stringMatching(/^AIPA[A-Z0-9]{17}$/),
      InstanceProfileName: 'made',
      Path: '/with/path/',
      Roles: [],
    });
    expect(await get('made')).toEqual({ ...InstanceProfile, Tags: [] });
    await expect(profile('made')).rejects.toThrow('Instance Profile made already exists.');
    await profile('other');
    const listed = await send(new ListInstanceProfilesCommand({ PathPrefix: '/with/' }));
    expect(listed.InstanceProfiles).toEqual([InstanceProfile]);
    await send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'made' }));
    await expect(get('made')).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'Instance Profile made cannot be found.',
    });
  });

  it('has one role, which is not removed as long as it is in it', async () => {
    const Trust = trust({ Service: 'ec2.amazonaws.com' });
    for (const RoleName of ['one', 'two'])
      await send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: Trust, Description: 'not told' }));
    await profile('holds');
    const holds = { InstanceProfileName: 'holds' };
    await send(new AddRoleToInstanceProfileCommand({ ...holds, RoleName: 'one' }));
    expect((await get('holds'))?.Roles).toEqual([
      {
        ...{ Arn: roleArn('one'), CreateDate: expect.any(Date), Path: '/', RoleName: 'one' },
        ...{ AssumeRolePolicyDocument: encodeURIComponent(Trust), RoleId: expect.stringMatching(/^AROA/) },
      },
    ]);
    await expect(send(new AddRoleToInstanceProfileCommand({ ...holds, RoleName: 'two' }))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    });
    const inUse = 'Cannot delete entity, must remove roles from instance profile first.';
    await expect(send(new DeleteRoleCommand({ RoleName: 'one' }))).rejects.toThrow(inUse);
    await expect(send(new DeleteInstanceProfileCommand(holds))).rejects.toThrow(inUse);
    const ofRole = await send(new ListInstanceProfilesForRoleCommand({ RoleName: 'one' }));
    expect(ofRole.InstanceProfiles?.map(({ InstanceProfileName }) => InstanceProfileName)).toEqual(['holds']);
    await expect(send(new RemoveRoleFromInstanceProfileCommand({ ...holds, RoleName: 'two' }))).rejects.toThrow(
      'Role two in Instance Profile holds cannot be found.',
    );
    await send(new RemoveRoleFromInstanceProfileCommand({ ...holds, RoleName: 'one' }));
    await send(new DeleteRoleCommand({ RoleName: 'one' }));
  });

  it('has tags', async () => {
    const Tags = [{ Key: 'a', Value: '1' }];
    expect((await profile('tagged', { Tags })).InstanceProfile?.Tags).toEqual(Tags);
    const tagged = { InstanceProfileName: 'tagged' };
    await send(new TagInstanceProfileCommand({ ...tagged, Tags: [{ Key: 'b', Value: '2' }] }));
    await send(new UntagInstanceProfileCommand({ ...tagged, TagKeys: ['a'] }));
    expect((await send(new ListInstanceProfileTagsCommand(tagged))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    await expect(send(new ListInstanceProfileTagsCommand({ InstanceProfileName: 'none' }))).rejects.toThrow(
      'Instance Profile none cannot be found.',
    );
  });

  it('is given a role by who may pass it on', async () => {
    await profile('passed');
    const caller = await aRole(local, 'adds', allow('iam:AddRoleToInstanceProfile'));
    const iam = new IAMClient(await assumed(local, caller));
    await expect(
      iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'passed', RoleName: 'adds' })),
    ).rejects.toThrow(`is not authorized to perform: iam:PassRole on resource: ${roleArn('adds')}`);
  });
});
