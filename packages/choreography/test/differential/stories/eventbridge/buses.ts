import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  ListEventBusesCommand,
} from '@aws-sdk/client-eventbridge';
import type { Aws } from '../../aws.ts';
import { aBus, aRule } from '../../given/a-bus.ts';
import { api, withRecordedText } from '../../reference.ts';
import { refusal, refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const RECORDED = 'events/test_events.snapshot.json';

/** Tries to make a bus; it is removed at the end, if it was made. */
function make(aws: Aws, Name: string) {
  aws.afterwards(() => aws.events.send(new DeleteEventBusCommand({ Name })));
  return aws.events.send(new CreateEventBusCommand({ Name }));
}

export const BUSES = storiesOf('EventBridge: buses', [
  {
    name: 'A bus is made, described by name and by ARN, and removed',
    reference: api('EventBridge', 'DescribeEventBus'),
    async tell(aws) {
      const Name = aws.unique('bus');
      const { EventBusArn } = await make(aws, Name);
      const described = async (name?: string) => {
        const {
          Name: ownName,
          Arn,
          CreationTime,
          LastModifiedTime,
        } = await aws.events.send(new DescribeEventBusCommand({ Name: name }));
        return { Name: ownName, Arn, CreationTime, LastModifiedTime };
      };
      const byName = await described(Name);
      const byArn = await described(EventBusArn);
      await aws.events.send(new DeleteEventBusCommand({ Name }));
      return { EventBusArn, byName, byArn };
    },
    expected: {
      EventBusArn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
      byArn: {
        Arn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
        CreationTime: '<time>',
        LastModifiedTime: '<time>',
        Name: '<bus>',
      },
      byName: {
        Arn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
        CreationTime: '<time>',
        LastModifiedTime: '<time>',
        Name: '<bus>',
      },
    },
  },
  {
    name: 'The default bus is there, and is described when no name is given',
    reference: api('EventBridge', 'DescribeEventBus'),
    async tell(aws) {
      const { Name, Arn } = await aws.events.send(new DescribeEventBusCommand({}));
      return { Name, Arn };
    },
    expected: { Arn: 'arn:aws:events:<region>:<account>:event-bus/default', Name: 'default' },
  },
  {
    name: 'The description of a bus is kept',
    reference: api('EventBridge', 'CreateEventBus'),
    async tell(aws) {
      const Name = aws.unique('bus');
      aws.afterwards(() => aws.events.send(new DeleteEventBusCommand({ Name })));
      const made = await aws.events.send(new CreateEventBusCommand({ Name, Description: 'for a story' }));
      const { Description } = await aws.events.send(new DescribeEventBusCommand({ Name }));
      return { made: made.Description, described: Description };
    },
    expected: { described: 'for a story', made: 'for a story' },
  },
  {
    name: 'A name that is taken is refused',
    reference: withRecordedText(api('EventBridge', 'CreateEventBus'), RECORDED),
    async tell(aws) {
      const Name = await aBus(aws);
      return refusal(aws.events.send(new CreateEventBusCommand({ Name })));
    },
    expected: { refused: 'ResourceAlreadyExistsException', status: 400, text: 'Event bus <bus> already exists.' },
  },
  {
    name: 'A custom bus has no slash in its name',
    reference: api('EventBridge', 'CreateEventBus'),
    tell: (aws) => refused(make(aws, `${aws.unique('bus')}/a`)),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A name of 257 characters is refused',
    reference: api('EventBridge', 'CreateEventBus'),
    tell: (aws) => refused(make(aws, aws.unique('x').padEnd(257, 'x'))),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A bus that does not exist cannot be described',
    reference: withRecordedText(api('EventBridge', 'DescribeEventBus'), RECORDED),
    tell: (aws) => refusal(aws.events.send(new DescribeEventBusCommand({ Name: aws.unique('bus') }))),
    expected: { refused: 'ResourceNotFoundException', status: 400, text: 'Event bus <bus> does not exist.' },
  },
  {
    name: 'Removing a bus that does not exist is no error',
    reference: {
      page: null,
      seen: 'DeleteEventBus lists no ResourceNotFoundException; recorded at AWS: localstack/localstack, tests/aws/services/events/test_events.py, test_describe_delete_not_existing_event_bus',
    },
    tell: (aws) => refused(aws.events.send(new DeleteEventBusCommand({ Name: aws.unique('bus') }))),
    expected: 'taken',
  },
  {
    name: 'The default bus cannot be removed',
    reference: withRecordedText(api('EventBridge', 'DeleteEventBus'), RECORDED),
    tell: (aws) => refusal(aws.events.send(new DeleteEventBusCommand({ Name: 'default' }))),
    expected: { refused: 'ValidationException', status: 400, text: 'Cannot delete event bus default.' },
  },
  {
    name: 'A bus that has rules cannot be removed',
    reference: api('EventBridge', 'DeleteEventBus'),
    async tell(aws) {
      const Name = await aBus(aws);
      await aRule(aws, Name);
      return refused(aws.events.send(new DeleteEventBusCommand({ Name })));
    },
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'Buses are listed by the beginning of their names, page by page',
    reference: withRecordedText(api('EventBridge', 'ListEventBuses'), RECORDED),
    async tell(aws) {
      const NamePrefix = aws.unique('buses');
      for (const number of [1, 2, 3]) await make(aws, `${NamePrefix}-${number}`);
      const page = async (NextToken?: string) => {
        const { EventBuses, NextToken: next } = await aws.events.send(
          new ListEventBusesCommand({ NamePrefix, Limit: 2, NextToken }),
        );
        return { names: EventBuses?.map(({ Name }) => Name), NextToken: next ?? null };
      };
      const first = await page();
      return [first, first.NextToken && (await page(first.NextToken))];
    },
    expected: [
      { NextToken: '<NextToken>', names: ['<buses>-1', '<buses>-2'] },
      { NextToken: null, names: ['<buses>-3'] },
    ],
  },
]);
