import {
  CancelReplayCommand,
  CreateArchiveCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  StartReplayCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { ACCOUNT, type Aws, REGION } from '../../aws.ts';
import { aBus, anEntry, aRuleTo, put } from '../../given/a-bus.ts';
import { aQueue, messagesIn } from '../../given/a-queue.ts';
import { api, guide, withRecordedText } from '../../reference.ts';
import { refusal, refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const RECORDED = 'events/test_archive_and_replay.snapshot.json';
const events = (resource: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${resource}`;

/** An archive of all that is said on a bus, or of what a pattern matches. */
async function anArchive(aws: Aws, bus: string, more: { EventPattern?: string; RetentionDays?: number } = {}) {
  const ArchiveName = aws.unique('archive');
  const made = await aws.events.send(
    new CreateArchiveCommand({ ArchiveName, EventSourceArn: events(`event-bus/${bus}`), ...more }),
  );
  aws.afterwards(() => aws.events.send(new DeleteArchiveCommand({ ArchiveName })));
  return { ArchiveName, made };
}

/** A replay of the last hour and the next minute. */
const replay = (ReplayName: string, archive: string, bus: string, rules: string[] = []) =>
  new StartReplayCommand({
    ReplayName,
    EventSourceArn: events(`archive/${archive}`),
    EventStartTime: new Date(Date.now() - 3_600_000),
    EventEndTime: new Date(Date.now() + 60_000),
    Destination: { Arn: events(`event-bus/${bus}`), ...(rules.length > 0 && { FilterArns: rules }) },
  });

/** Waits until an archive has got so many events, or for as long as a story has patience. */
async function archived(aws: Aws, ArchiveName: string, count: number): Promise<number> {
  const end = Date.now() + 5_000;
  for (;;) {
    const { EventCount = 0 } = await aws.events.send(new DescribeArchiveCommand({ ArchiveName }));
    if (EventCount >= count || Date.now() > end) return EventCount;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const ARCHIVES = storiesOf('EventBridge: archives and replays', [
  {
    name: 'An archive is made and described',
    reference: withRecordedText(api('EventBridge', 'DescribeArchive'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName, made } = await anArchive(aws, bus, {
        EventPattern: '{"source":["story"]}',
        RetentionDays: 1,
      });
      const { $metadata, ...described } = await aws.events.send(new DescribeArchiveCommand({ ArchiveName }));
      return { made: { ...made, $metadata: undefined }, described };
    },
    expected: {
      described: {
        ArchiveArn: 'arn:aws:events:<region>:<account>:archive/<archive>',
        ArchiveName: '<archive>',
        CreationTime: '<time>',
        EventCount: 0,
        EventPattern: '{"source":["story"]}',
        EventSourceArn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
        RetentionDays: 1,
        SizeBytes: 0,
        State: 'ENABLED',
      },
      made: {
        ArchiveArn: 'arn:aws:events:<region>:<account>:archive/<archive>',
        CreationTime: '<time>',
        State: 'ENABLED',
      },
    },
  },
  {
    name: 'An archive holds what its pattern matches, and nothing else',
    reference: api('EventBridge', 'CreateArchive'),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName } = await anArchive(aws, bus, { EventPattern: '{"detail":{"keep":[true]}}' });
      await put(aws, anEntry(bus, { keep: true }), anEntry(bus, { keep: false }), anEntry(bus, { keep: true }));
      return archived(aws, ArchiveName, 2);
    },
    expected: 2,
  },
  {
    name: 'A replay says archived events again on their bus, marked with its name',
    reference: withRecordedText(
      guide('EventBridge User Guide', 'Replaying archived events', 'eb-replay-archived-event'),
      RECORDED,
    ),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws);
      const { ArchiveName } = await anArchive(aws, bus);
      await put(aws, anEntry(bus, { order: 1 }));
      await archived(aws, ArchiveName, 1);
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn }]);
      const ReplayName = aws.unique('replay');
      const { State } = await aws.events.send(replay(ReplayName, ArchiveName, bus));
      const heard = (await messagesIn(aws, queue, 1)).map(({ Body = 'null' }) => JSON.parse(Body));
      return { State, heard: heard.map((event) => ({ detail: event.detail, replay: event['replay-name'] ?? null })) };
    },
    expected: { State: 'STARTING', heard: [{ detail: { order: 1 }, replay: '<replay>' }] },
  },
  {
    name: 'A replay to named rules reaches no other rule',
    reference: api('EventBridge', 'ReplayDestination'),
    async tell(aws) {
      const bus = await aBus(aws);
      const [named, other] = [await aQueue(aws, 'named'), await aQueue(aws, 'other')];
      const { ArchiveName } = await anArchive(aws, bus);
      await put(aws, anEntry(bus, { order: 1 }));
      await archived(aws, ArchiveName, 1);
      const { arn } = await aRuleTo(aws, bus, [{ Id: 'queue', Arn: named.arn }]);
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: other.arn }]);
      await aws.events.send(replay(aws.unique('replay'), ArchiveName, bus, [arn]));
      return {
        named: (await messagesIn(aws, named, 1)).length,
        other: (await messagesIn(aws, other, 1, 1)).length,
      };
    },
    expected: { named: 1, other: 0 },
  },
  {
    name: 'An archive of a bus that does not exist is refused',
    reference: withRecordedText(api('EventBridge', 'CreateArchive'), RECORDED),
    tell: (aws) => refusal(anArchive(aws, aws.unique('bus'))),
    expected: { refused: 'ResourceNotFoundException', status: 400, text: 'Event bus <bus> does not exist.' },
  },
  {
    name: 'An archive’s name that is taken is refused',
    reference: withRecordedText(api('EventBridge', 'CreateArchive'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName } = await anArchive(aws, bus);
      return refusal(
        aws.events.send(new CreateArchiveCommand({ ArchiveName, EventSourceArn: events(`event-bus/${bus}`) })),
      );
    },
    expected: { refused: 'ResourceAlreadyExistsException', status: 400, text: 'Archive <archive> already exists.' },
  },
  {
    name: 'An archive’s pattern that is wrong is refused',
    reference: api('EventBridge', 'CreateArchive'),
    async tell(aws) {
      const bus = await aBus(aws);
      return refused(anArchive(aws, bus, { EventPattern: '{"source":"not in an array"}' }));
    },
    expected: { refused: 'InvalidEventPatternException', status: 400 },
  },
  {
    name: 'An archive that does not exist can be neither described nor removed',
    reference: withRecordedText(api('EventBridge', 'DescribeArchive'), RECORDED),
    async tell(aws) {
      const ArchiveName = aws.unique('archive');
      return {
        described: await refusal(aws.events.send(new DescribeArchiveCommand({ ArchiveName }))),
        removed: await refusal(aws.events.send(new DeleteArchiveCommand({ ArchiveName }))),
      };
    },
    expected: {
      described: { refused: 'ResourceNotFoundException', status: 400, text: 'Archive <archive> does not exist.' },
      removed: { refused: 'ResourceNotFoundException', status: 400, text: 'Archive <archive> does not exist.' },
    },
  },
  {
    name: 'An archive is changed, and listed by the beginning of its name',
    reference: api('EventBridge', 'UpdateArchive'),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName } = await anArchive(aws, bus, { RetentionDays: 1 });
      await aws.events.send(new UpdateArchiveCommand({ ArchiveName, RetentionDays: 7, Description: 'a week' }));
      const { RetentionDays, Description } = await aws.events.send(new DescribeArchiveCommand({ ArchiveName }));
      const { Archives } = await aws.events.send(new ListArchivesCommand({ NamePrefix: ArchiveName }));
      return { RetentionDays, Description, Archives };
    },
    expected: {
      Archives: [
        {
          ArchiveName: '<archive>',
          CreationTime: '<time>',
          EventCount: 0,
          EventSourceArn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
          RetentionDays: 7,
          SizeBytes: 0,
          State: 'ENABLED',
        },
      ],
      Description: 'a week',
      RetentionDays: 7,
    },
  },
  {
    name: 'A replay of an archive that does not exist is refused',
    reference: withRecordedText(api('EventBridge', 'StartReplay'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      return refusal(aws.events.send(replay(aws.unique('replay'), aws.unique('archive'), bus)));
    },
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'Parameter EventSourceArn is not valid. Reason: Archive <archive> does not exist.',
    },
  },
  {
    name: 'A replay to another bus than the archive’s is refused',
    reference: withRecordedText(api('EventBridge', 'ReplayDestination'), RECORDED),
    async tell(aws) {
      const [bus, other] = [await aBus(aws), await aBus(aws)];
      const { ArchiveName } = await anArchive(aws, bus);
      return refusal(aws.events.send(replay(aws.unique('replay'), ArchiveName, other)));
    },
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    },
  },
  {
    name: 'A replay that ends before it begins is refused',
    reference: withRecordedText(api('EventBridge', 'StartReplay'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName } = await anArchive(aws, bus);
      const { input } = replay(aws.unique('replay'), ArchiveName, bus);
      return refusal(
        aws.events.send(
          new StartReplayCommand({
            ...input,
            EventStartTime: new Date('2026-01-02T00:00:00Z'),
            EventEndTime: new Date('2026-01-01T00:00:00Z'),
          }),
        ),
      );
    },
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    },
  },
  {
    name: 'A replay’s name that is taken is refused',
    reference: withRecordedText(api('EventBridge', 'StartReplay'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const { ArchiveName } = await anArchive(aws, bus);
      const again = replay(aws.unique('replay'), ArchiveName, bus);
      await aws.events.send(again);
      return refusal(aws.events.send(replay(again.input.ReplayName as string, ArchiveName, bus)));
    },
    expected: { refused: 'ResourceAlreadyExistsException', status: 400, text: 'Replay <replay> already exists.' },
  },
  {
    name: 'A replay that does not exist can be neither described nor cancelled',
    reference: withRecordedText(api('EventBridge', 'DescribeReplay'), RECORDED),
    async tell(aws) {
      const ReplayName = aws.unique('replay');
      return {
        described: await refusal(aws.events.send(new DescribeReplayCommand({ ReplayName }))),
        cancelled: await refused(aws.events.send(new CancelReplayCommand({ ReplayName }))),
      };
    },
    expected: {
      cancelled: { refused: 'ResourceNotFoundException', status: 400 },
      described: { refused: 'ResourceNotFoundException', status: 400, text: 'Replay <replay> does not exist.' },
    },
  },
]);
