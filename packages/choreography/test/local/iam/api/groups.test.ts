import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteUserCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, anIam, type Local, policy } from './as-a-role.ts';

let local: Local;
let send: IAMClient['send'];
beforeAll(async () => {
  ({ local, send } = await anIam());
});
afterAll(() => local.runtime.stop());

const group = (GroupName: string, Path?: string) => send(new CreateGroupCommand({ GroupName, ...(Path && { Path }) }));
const user = (UserName: string) => send(new CreateUserCommand({ UserName }));
const join = (UserName: string, GroupName: string) => send(new AddUserToGroupCommand({ UserName, GroupName }));
const arnOf = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;

describe('a group', () => {
  it('is made, told, renamed and removed, as recorded at AWS', async () => {
    const { Group } = await group('made', '/some/location/');
    expect(Group).toEqual({
      Arn: arnOf('group/some/location/made'),
      CreateDate: expect.any(Date),
      GroupId: expect.stringMatching(/^AGPA[A-Z0-9]{17}$/),
      GroupName: 'made',
      Path: '/some/location/',
    });
    await expect(group('Made')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Group with name Made already exists.',
    });
    const { $metadata: _, ...told } = await send(new GetGroupCommand({ GroupName: 'made' }));
    expect(told).toEqual({ Group, Users: [], IsTruncated: false });
    await send(new UpdateGroupCommand({ GroupName: 'made', NewGroupName: 'moved', NewPath: '/new-path/' }));
    expect((await send(new GetGroupCommand({ GroupName: 'moved' }))).Group).toEqual({
      ...Group,
      ...{ Arn: arnOf('group/new-path/moved'), GroupName: 'moved', Path: '/new-path/' },
    });
    await expect(send(new GetGroupCommand({ GroupName: 'made' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The group with name made cannot be found.',
    });
    await group('other');
    await expect(send(new UpdateGroupCommand({ GroupName: 'other', NewGroupName: 'moved' }))).rejects.toMatchObject({
      message: 'Group with name moved already exists.',
    });
    const { Groups } = await send(new ListGroupsCommand({ PathPrefix: '/new' }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['moved']);
    for (const GroupName of ['moved', 'other']) await send(new DeleteGroupCommand({ GroupName }));
    await expect(send(new DeleteGroupCommand({ GroupName: 'moved' }))).rejects.toThrow('cannot be found');
  });

  it('has users, each once, who are in no more than ten', async () => {
    await group('readers');
    await user('reader');
    await join('reader', 'readers');
    await join('reader', 'readers');
    const { Users } = await send(new GetGroupCommand({ GroupName: 'readers' }));
    expect(Users).toEqual([expect.objectContaining({ UserName: 'reader', Arn: arnOf('user/reader'), Path: '/' })]);
    await expect(join('nobody', 'readers')).rejects.toThrow('The user with name nobody cannot be found.');
    await expect(join('reader', 'none')).rejects.toThrow('The group with name none cannot be found.');
    await expect(send(new RemoveUserFromGroupCommand({ UserName: 'nobody', GroupName: 'none' }))).rejects.toThrow(
      'The user with name nobody cannot be found.',
    );
    for (let number = 2; number <= 10; number++) {
      await group(`g${number}`);
      await join('reader', `g${number}`);
    }
    await group('g11');
    await expect(join('reader', 'g11')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(send(new DeleteGroupCommand({ GroupName: 'readers' }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must remove users from group first.',
    });
    await expect(send(new DeleteUserCommand({ UserName: 'reader' }))).rejects.toMatchObject({
      message: 'Cannot delete entity, must remove users from group first.',
    });
    const { Groups = [] } = await send(new ListGroupsForUserCommand({ UserName: 'reader' }));
    expect(Groups).toHaveLength(10);
    for (const { GroupName } of Groups) await send(new RemoveUserFromGroupCommand({ UserName: 'reader', GroupName }));
    await send(new DeleteUserCommand({ UserName: 'reader' }));
  });

  it('gives its users what its policies allow, as long as they are in it', async () => {
    await group('sellers');
    await user('seller');
    await join('seller', 'sellers');
    const { AccessKey } = await send(new CreateAccessKeyCommand({ UserName: 'seller' }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    const seller = new EventBridgeClient({ ...local.access, credentials });
    const entry = { Source: 'shop', DetailType: 'Said', Detail: '{}', EventBusName: 'shop' };
    const put = () => seller.send(new PutEventsCommand({ Entries: [entry] }));
    await expect(put()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    const document = policy(allow('events:PutEvents'));
    await send(new PutGroupPolicyCommand({ GroupName: 'sellers', PolicyName: 'puts', PolicyDocument: document }));
    await put();
    const got = await send(new GetGroupPolicyCommand({ GroupName: 'sellers', PolicyName: 'puts' }));
    expect(decodeURIComponent(got.PolicyDocument ?? '')).toBe(document);
    expect((await send(new ListGroupPoliciesCommand({ GroupName: 'sellers' }))).PolicyNames).toEqual(['puts']);
    await send(new DeleteGroupPolicyCommand({ GroupName: 'sellers', PolicyName: 'puts' }));
    await expect(put()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(send(new GetGroupPolicyCommand({ GroupName: 'sellers', PolicyName: 'puts' }))).rejects.toThrow(
      'The group policy with name puts cannot be found.',
    );

    const { Policy } = await send(new CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument: document }));
    const attached = { GroupName: 'sellers', PolicyArn: Policy?.Arn ?? '' };
    await send(new AttachGroupPolicyCommand(attached));
    await put();
    expect(await send(new ListEntitiesForPolicyCommand({ PolicyArn: attached.PolicyArn }))).toMatchObject({
      PolicyGroups: [{ GroupName: 'sellers' }],
    });
    await send(new RemoveUserFromGroupCommand({ UserName: 'seller', GroupName: 'sellers' }));
    await expect(put()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(send(new DeleteGroupCommand({ GroupName: 'sellers' }))).rejects.toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await send(new DetachGroupPolicyCommand(attached));
    const list = await send(new ListAttachedGroupPoliciesCommand({ GroupName: 'sellers' }));
    expect(list.AttachedPolicies).toEqual([]);
    await expect(send(new DetachGroupPolicyCommand(attached))).rejects.toThrow(
      `Policy ${attached.PolicyArn} was not found.`,
    );
  });
});
