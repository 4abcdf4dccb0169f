import {
  CancelReplayCommand,
  CreateArchiveCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  StartReplayCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue, queuePolicy, rule } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const ARN = 'arn:aws:events:us-east-1:000000000000';
const BUS = `${ARN}:event-bus/default`;
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const put = (n: number, Source = 'kept') =>
  local.events.send(
    new PutEventsCommand({
      Entries: [
        { Source, DetailType: 'Tested', Detail: JSON.stringify({ n }), Time: new Date(`2026-11-25T12:0${n}:00Z`) },
      ],
    }),
  );
const replay = (ReplayName: string, given: object = {}) =>
  local.events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: `${ARN}:archive/all`,
      EventStartTime: new Date('2026-11-25T12:01:00Z'),
      EventEndTime: new Date('2026-11-25T12:02:00Z'),
      Destination: { Arn: BUS },
      ...given,
    }),
  );
const described = (ReplayName: string) => local.events.send(new DescribeReplayCommand({ ReplayName }));

beforeAll(async () => {
  local = await aRuntime(
    anAssembly({
      One: queue('one'),
      OnePolicy: queuePolicy('One'),
      Two: queue('two'),
      TwoPolicy: queuePolicy('Two'),
      ToOne: rule('to-one', { Arn: arnOf('One') }, { source: ['kept'], 'replay-name': [{ exists: true }] }),
      ToTwo: rule('to-two', { Arn: arnOf('Two') }, { source: ['kept'], 'replay-name': [{ exists: true }] }),
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: { ArchiveName: 'all', SourceArn: BUS, EventPattern: { source: ['kept'] } },
      },
    }),
  );
  local.runtime.clock.hold();
  for (const n of [3, 2, 1, 0]) await put(n);
  await put(1, 'not-kept');
});
afterAll(() => local.runtime.stop());

describe('an archive', () => {
  it('of a template keeps what matched, and tells how much', async () => {
    expect(await local.events.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({
      ArchiveArn: `${ARN}:archive/all`,
      EventSourceArn: BUS,
      State: 'ENABLED',
      EventCount: 4,
      SizeBytes: expect.any(Number),
    });
  });

  it('is made, changed, listed and deleted', async () => {
    const ArchiveName = 'other';
    await local.events.send(new CreateArchiveCommand({ ArchiveName, EventSourceArn: BUS, RetentionDays: 1 }));
    await local.events.send(new UpdateArchiveCommand({ ArchiveName, Description: 'changed' }));
    expect(await local.events.send(new DescribeArchiveCommand({ ArchiveName }))).toMatchObject({
      Description: 'changed',
      RetentionDays: 1,
    });
    const { Archives } = await local.events.send(new ListArchivesCommand({ NamePrefix: 'oth' }));
    expect(Archives?.map((archive) => archive.ArchiveName)).toEqual([ArchiveName]);
    await expect(
      local.events.send(new CreateArchiveCommand({ ArchiveName, EventSourceArn: BUS })),
    ).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException', message: 'Archive other already exists.' });
    await local.events.send(new DeleteArchiveCommand({ ArchiveName }));
    await expect(local.events.send(new DescribeArchiveCommand({ ArchiveName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Archive other does not exist.',
    });
  });
});

describe('a replay', () => {
  it('brings the events of its span to the rules that it names, in their order, marked, and keeps none again', async () => {
    expect(await replay('named', { Destination: { Arn: BUS, FilterArns: [`${ARN}:rule/to-one`] } })).toMatchObject({
      ReplayArn: `${ARN}:replay/named`,
      State: 'STARTING',
    });
    await local.runtime.clock.moveBy(60_000);
    const first = JSON.parse((await local.messageIn('one')).Body ?? '');
    const second = JSON.parse((await local.messageIn('one')).Body ?? '');
    expect([first, second]).toMatchObject([
      { 'replay-name': 'named', detail: { n: 1 } },
      { 'replay-name': 'named', detail: { n: 2 } },
    ]);
    expect(await described('named')).toMatchObject({
      State: 'COMPLETED',
      EventLastReplayedTime: new Date('2026-11-25T12:02:00Z'),
    });
    await replay('unnamed');
    await local.runtime.clock.moveBy(60_000);
    expect(JSON.parse((await local.messageIn('two')).Body ?? '')).toMatchObject({ 'replay-name': 'unnamed' });
    const { EventCount } = await local.events.send(new DescribeArchiveCommand({ ArchiveName: 'all' }));
    expect(EventCount).toBe(4);
  });

  it('is cancelled while it starts', async () => {
    await replay('cancelled');
    const cancelled = await local.events.send(new CancelReplayCommand({ ReplayName: 'cancelled' }));
    expect(cancelled.State).toBe('CANCELLING');
    await local.runtime.clock.moveBy(60_000);
    expect((await described('cancelled')).State).toBe('CANCELLED');
    const { Replays } = await local.events.send(new ListReplaysCommand({ State: 'CANCELLED' }));
    expect(Replays?.map(({ ReplayName }) => ReplayName)).toEqual(['cancelled']);
    await expect(local.events.send(new CancelReplayCommand({ ReplayName: 'cancelled' }))).rejects.toMatchObject({
      name: 'IllegalStatusException',
    });
  });

  it.each([
    [
      'of an archive that is not there',
      { EventSourceArn: `${ARN}:archive/none` },
      'Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
    ],
    [
      'that ends before it begins',
      { EventEndTime: new Date('2026-11-25T12:00:00Z') },
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    ],
    ['to a bus that is not there', { Destination: { Arn: `${ARN}:event-bus/none` } }, 'Event bus none does not exist.'],
  ])('%s is refused', async (_, given, message) => {
    await expect(replay('wrong', given)).rejects.toMatchObject({ message });
  });
});
