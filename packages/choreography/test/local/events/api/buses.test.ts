import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  ListEventBusesCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ARN, eventsApi, refused } from './events-api.ts';

const { send } = eventsApi();

describe('buses', () => {
  it('are made, described, changed, listed by prefix and deleted', async () => {
    const made = await send(new CreateEventBusCommand({ Name: 'shop', Description: 'What is said' }));
    expect(made).toMatchObject({ EventBusArn: `${ARN}:event-bus/shop`, Description: 'What is said' });
    await send(new UpdateEventBusCommand({ Name: 'shop', Description: 'Other' }));
    expect(await send(new DescribeEventBusCommand({ Name: `${ARN}:event-bus/shop` }))).toMatchObject({
      Name: 'shop',
      Description: 'Other',
      CreationTime: expect.any(Date),
    });
    const { EventBuses } = await send(new ListEventBusesCommand({ NamePrefix: 'sh' }));
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['shop']);
    await send(new DeleteEventBusCommand({ Name: 'shop' }));
    await expect(send(new DescribeEventBusCommand({ Name: 'shop' }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Event bus shop does not exist.'),
    );
    await send(new DeleteEventBusCommand({ Name: 'shop' }));
  });

  it('are refused twice, and the default one is never deleted', async () => {
    await expect(send(new CreateEventBusCommand({ Name: 'default' }))).rejects.toEqual(
      refused('ResourceAlreadyExistsException', 'Event bus default already exists.'),
    );
    await expect(send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toEqual(
      refused('ValidationException', 'Cannot delete event bus default.'),
    );
  });

  it('permit others by statements of their policy', async () => {
    const Permission = { Action: 'events:PutEvents', Principal: '111111111111', StatementId: 'one' };
    await send(new PutPermissionCommand(Permission));
    const { Policy = '' } = await send(new DescribeEventBusCommand({}));
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'events:PutEvents',
          Resource: `${ARN}:event-bus/default`,
        },
      ],
    });
    await expect(send(new RemovePermissionCommand({ StatementId: 'two' }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Statement with the provided id does not exist.'),
    );
    await send(new RemovePermissionCommand({ StatementId: 'one' }));
    expect((await send(new DescribeEventBusCommand({}))).Policy).toBeUndefined();
  });
});
