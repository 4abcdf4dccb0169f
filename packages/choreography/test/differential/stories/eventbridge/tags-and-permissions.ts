import {
  DescribeEventBusCommand,
  ListTagsForResourceCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { ACCOUNT, type Aws, REGION } from '../../aws.ts';
import { aBus, aRule } from '../../given/a-bus.ts';
import { api, withRecordedText } from '../../reference.ts';
import { refusal, refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
const tagsOf = async (aws: Aws, ResourceARN: string) =>
  (await aws.events.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags?.sort((a, b) =>
    String(a.Key) < String(b.Key) ? -1 : 1,
  );
const policyOf = async (aws: Aws, Name: string) => {
  const { Policy } = await aws.events.send(new DescribeEventBusCommand({ Name }));
  return Policy === undefined ? null : JSON.parse(Policy);
};

export const TAGS_AND_PERMISSIONS = storiesOf('EventBridge: tags and permissions', [
  {
    name: 'Tags of a bus and of a rule are added, replaced, listed and removed',
    reference: api('EventBridge', 'TagResource'),
    async tell(aws) {
      const bus = await aBus(aws);
      const rule = await aRule(aws, bus);
      const story = async (ResourceARN: string) => {
        const tag = (...Tags: { Key: string; Value: string }[]) =>
          aws.events.send(new TagResourceCommand({ ResourceARN, Tags }));
        await tag({ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' });
        await tag({ Key: 'b', Value: '3' });
        const tagged = await tagsOf(aws, ResourceARN);
        await aws.events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a', 'never'] }));
        return { tagged, untagged: await tagsOf(aws, ResourceARN) };
      };
      return { bus: await story(busArn(bus)), rule: await story(rule.arn) };
    },
    expected: Object.fromEntries(
      ['bus', 'rule'].map((resource) => [
        resource,
        {
          tagged: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '3' },
          ],
          untagged: [{ Key: 'b', Value: '3' }],
        },
      ]),
    ),
  },
  {
    name: 'Tags of what does not exist are refused',
    reference: api('EventBridge', 'ListTagsForResource'),
    async tell(aws) {
      const ResourceARN = busArn(aws.unique('bus'));
      return {
        listed: await refused(aws.events.send(new ListTagsForResourceCommand({ ResourceARN }))),
        tagged: await refused(
          aws.events.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'a', Value: '1' }] })),
        ),
      };
    },
    expected: {
      listed: { refused: 'ResourceNotFoundException', status: 400 },
      tagged: { refused: 'ResourceNotFoundException', status: 400 },
    },
  },
  {
    name: 'A permission of another account stands in the policy of the bus, until it is removed',
    reference: withRecordedText(api('EventBridge', 'PutPermission'), 'events/test_events.snapshot.json'),
    async tell(aws) {
      const EventBusName = await aBus(aws);
      await aws.events.send(
        new PutPermissionCommand({
          EventBusName,
          StatementId: 'story',
          Action: 'events:PutEvents',
          Principal: '111122223333',
        }),
      );
      const permitted = await policyOf(aws, EventBusName);
      await aws.events.send(new RemovePermissionCommand({ EventBusName, StatementId: 'story' }));
      return { permitted, removed: await policyOf(aws, EventBusName) };
    },
    expected: {
      permitted: {
        Statement: [
          {
            Action: 'events:PutEvents',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:root' },
            Resource: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
            Sid: 'story',
          },
        ],
        Version: '2012-10-17',
      },
      removed: null,
    },
  },
  {
    name: 'A permission that is not there cannot be removed',
    reference: withRecordedText(api('EventBridge', 'RemovePermission'), 'events/test_events.snapshot.json'),
    async tell(aws) {
      const EventBusName = await aBus(aws);
      return refusal(aws.events.send(new RemovePermissionCommand({ EventBusName, StatementId: 'nobody' })));
    },
    expected: {
      refused: 'ResourceNotFoundException',
      status: 400,
      text: 'Statement with the provided id does not exist.',
    },
  },
  {
    name: 'A permission for a bus that does not exist is refused',
    reference: withRecordedText(api('EventBridge', 'PutPermission'), 'events/test_events.snapshot.json'),
    tell(aws) {
      const permission = { EventBusName: aws.unique('bus'), StatementId: 'story' };
      aws.afterwards(() => aws.events.send(new RemovePermissionCommand(permission)));
      return refusal(
        aws.events.send(
          new PutPermissionCommand({ ...permission, Action: 'events:PutEvents', Principal: '111122223333' }),
        ),
      );
    },
    expected: { refused: 'ResourceNotFoundException', status: 400, text: 'Event bus <bus> does not exist.' },
  },
]);
