import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { aBus, anEntry, aRuleTo, put } from '../../given/a-bus.ts';
import { aQueue, bodiesOf, messagesIn } from '../../given/a-queue.ts';
import { api, guide, withRecordedText } from '../../reference.ts';
import { refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const ENTRY = api('EventBridge', 'PutEventsRequestEntry');
const RECORDED = 'events/test_events.snapshot.json';
const required = (name: string) => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});
const MALFORMED = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };

export const PUT_EVENTS = storiesOf('EventBridge: PutEvents', [
  {
    name: 'An event reaches the target of a rule that matches, in the envelope of EventBridge',
    reference: guide('EventBridge User Guide', 'AWS service event metadata', 'eb-events-structure'),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws);
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn }]);
      await put(aws, anEntry(bus, { a: 1 }, { Resources: ['arn:aws:s3:::one'] }));
      return bodiesOf(await messagesIn(aws, queue, 1));
    },
    expected: [
      {
        account: '<account>',
        detail: { a: 1 },
        'detail-type': 'Told',
        id: '<uuid>',
        region: '<region>',
        resources: ['arn:aws:s3:::one'],
        source: 'story',
        time: '<time>',
        version: '0',
      },
    ],
  },
  {
    name: 'The time of an entry is the time of its event, to the second',
    reference: api('EventBridge', 'PutEventsRequestEntry'),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws);
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn, InputPath: '$.time' }]);
      await put(aws, anEntry(bus, {}, { Time: new Date('2024-02-29T12:34:56Z') }));
      const [time] = bodiesOf(await messagesIn(aws, queue, 1));
      return { isTheEntrysTime: time === '2024-02-29T12:34:56Z' };
    },
    expected: { isTheEntrysTime: true },
  },
  {
    name: 'Each entry without Source, DetailType or Detail is refused by itself, in its place',
    reference: withRecordedText(ENTRY, RECORDED),
    async tell(aws) {
      const { Source, DetailType, Detail } = anEntry(undefined);
      const { FailedEntryCount, Entries } = await put(
        aws,
        { DetailType, Detail },
        { Source, Detail },
        { Source, DetailType },
        { Source, DetailType, Detail },
      );
      return { FailedEntryCount, Entries };
    },
    expected: {
      Entries: [required('Source'), required('DetailType'), required('Detail'), { EventId: '<EventId>' }],
      FailedEntryCount: 3,
    },
  },
  {
    name: 'A call whose only entry lacks Source is answered, and only the entry is refused',
    reference: {
      page: null,
      seen: 'the page PutEventsRequestEntry says that the entire request fails; recorded at AWS was an answer: localstack/localstack, tests/aws/services/events/test_events.snapshot.json, test_put_events_without_source',
    },
    async tell(aws) {
      const { FailedEntryCount, Entries } = await put(aws, anEntry(undefined, {}, { Source: undefined }));
      return { FailedEntryCount, Entries };
    },
    expected: { Entries: [required('Source')], FailedEntryCount: 1 },
  },
  {
    name: 'A Detail that is no JSON object is refused: broken JSON, an array, a string',
    reference: withRecordedText(api('EventBridge', 'PutEventsResultEntry'), RECORDED),
    async tell(aws) {
      const { FailedEntryCount, Entries } = await put(
        aws,
        anEntry(undefined, {}, { Detail: '{' }),
        anEntry(undefined, [1]),
        anEntry(undefined, 'text'),
      );
      return { FailedEntryCount, Entries };
    },
    expected: { Entries: [MALFORMED, MALFORMED, MALFORMED], FailedEntryCount: 3 },
  },
  {
    name: 'An entry of a source that begins with aws. is refused',
    reference: api('EventBridge', 'PutEventsResultEntry'),
    async tell(aws) {
      const { FailedEntryCount, Entries } = await put(aws, anEntry(undefined, {}, { Source: 'aws.story' }));
      return { FailedEntryCount, code: Entries?.[0]?.ErrorCode };
    },
    expected: { FailedEntryCount: 1, code: 'NotAuthorizedForSourceException' },
  },
  {
    name: 'No entry is a call that is refused',
    reference: api('EventBridge', 'PutEvents'),
    tell: (aws) => refused(aws.events.send(new PutEventsCommand({ Entries: [] }))),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'Ten entries are taken, eleven are refused as a whole',
    reference: withRecordedText(api('EventBridge', 'PutEvents'), RECORDED),
    async tell(aws) {
      const entries = Array(11).fill(anEntry(undefined));
      const { FailedEntryCount, Entries = [] } = await put(aws, ...entries.slice(1));
      return { ten: { FailedEntryCount, taken: Entries.length }, eleven: await refused(put(aws, ...entries)) };
    },
    expected: {
      eleven: { refused: 'ValidationException', status: 400 },
      ten: { FailedEntryCount: 0, taken: 10 },
    },
  },
  {
    name: 'More than a megabyte in one call is refused as a whole',
    reference: withRecordedText(api('EventBridge', 'PutEvents'), RECORDED),
    tell: (aws) => refused(put(aws, anEntry(undefined, { long: 'x'.repeat(1024 * 1024) }))),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'An entry for a bus that does not exist is answered as taken',
    reference: {
      page: null,
      seen: 'recorded at AWS: localstack/localstack, tests/aws/services/events/test_events.snapshot.json, test_put_events_nonexistent_event_bus',
    },
    async tell(aws) {
      const { FailedEntryCount, Entries } = await put(aws, anEntry(aws.unique('nowhere')));
      return { FailedEntryCount, Entries };
    },
    expected: { Entries: [{ EventId: '<EventId>' }], FailedEntryCount: 0 },
  },
  {
    name: 'An event is matched by rules of its own bus only, which an entry names by name or ARN',
    reference: ENTRY,
    async tell(aws) {
      const [one, other] = [await aBus(aws), await aBus(aws)];
      const queue = await aQueue(aws);
      await aRuleTo(aws, one, [{ Id: 'queue', Arn: queue.arn, InputPath: '$.detail' }]);
      await put(aws, anEntry(other, { said: 'elsewhere' }));
      await put(aws, anEntry(`arn:aws:events:us-east-1:000000000000:event-bus/${one}`, { said: 'by ARN' }));
      await put(aws, anEntry(one, { said: 'by name' }));
      return bodiesOf(await messagesIn(aws, queue, 2));
    },
    expected: [{ said: 'by ARN' }, { said: 'by name' }],
  },
  {
    name: 'Targets of several rules each get the event once',
    reference: guide('EventBridge User Guide', 'Rules in Amazon EventBridge', 'eb-rules'),
    async tell(aws) {
      const bus = await aBus(aws);
      const [first, second] = [await aQueue(aws), await aQueue(aws)];
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: first.arn, Input: '"by the first"' }]);
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: second.arn, Input: '"by the second"' }]);
      await put(aws, anEntry(bus));
      return [bodiesOf(await messagesIn(aws, first, 1)), bodiesOf(await messagesIn(aws, second, 1))];
    },
    expected: [['by the first'], ['by the second']],
  },
]);
