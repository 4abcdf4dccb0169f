import type { Target } from '@aws-sdk/client-eventbridge';
import type { Aws } from '../../aws.ts';
import { aBus, anEntry, aRuleTo, put } from '../../given/a-bus.ts';
import { aQueue, bodiesOf, messagesIn } from '../../given/a-queue.ts';
import { api, guide, withRecordedText } from '../../reference.ts';
import { storiesOf } from '../../story.ts';

const TRANSFORMATION = guide(
  'EventBridge User Guide',
  'Amazon EventBridge input transformation',
  'eb-transform-target-input',
);
const RECORDED = 'events/test_events_inputs.snapshot.json';
const INSTANCE = { 'instance-id': 'i-0123456789', state: 'RUNNING', count: 2, tags: ['a', 'b'], none: null, ok: true };
const PATHS = { instance: '$.detail.instance-id', state: '$.detail.state' };

/** What a queue is given, as text, for an event with a detail, by a target's input. */
async function given(aws: Aws, input: Omit<Target, 'Id' | 'Arn'>, detail: unknown = INSTANCE): Promise<string[]> {
  const bus = await aBus(aws);
  const queue = await aQueue(aws);
  await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn, ...input }]);
  await put(aws, anEntry(bus, detail));
  return (await messagesIn(aws, queue, 1)).map(({ Body = '' }) => Body);
}

/** Bodies read as JSON: spaces are no deviation. */
const json = (bodies: string[]): unknown[] => bodies.map((body) => JSON.parse(body));

const transformed = (aws: Aws, InputTemplate: string, InputPathsMap: Record<string, string> = PATHS) =>
  given(aws, { InputTransformer: { InputPathsMap, InputTemplate } });

export const DELIVERIES = storiesOf('EventBridge: what a target is given', [
  {
    name: 'Input is given as it is, and nothing of the event',
    reference: api('EventBridge', 'Target'),
    tell: async (aws) => json(await given(aws, { Input: '{"constant": [1, 2]}' })),
    expected: [{ constant: [1, 2] }],
  },
  {
    name: 'InputPath gives the part of the event that it leads to',
    reference: withRecordedText(api('EventBridge', 'Target'), RECORDED),
    async tell(aws) {
      const at = async (InputPath: string) => json(await given(aws, { InputPath }, { a: { b: [1, { c: 'deep' }] } }));
      return {
        detail: await at('$.detail'),
        object: await at('$.detail.a'),
        text: await at('$.detail.a.b[1].c'),
      };
    },
    expected: { detail: [{ a: { b: [1, { c: 'deep' }] } }], object: [{ b: [1, { c: 'deep' }] }], text: ['deep'] },
  },
  {
    name: 'A template in quotes gives a text with the values in it',
    reference: TRANSFORMATION,
    tell: (aws) => transformed(aws, '"instance <instance> is in <state>"'),
    expected: ['"instance i-0123456789 is in RUNNING"'],
  },
  {
    name: 'A template of JSON puts quotes around texts, and none around numbers, booleans and arrays',
    reference: TRANSFORMATION,
    async tell(aws) {
      const [body = 'null'] = await transformed(
        aws,
        '{"instance": <instance>, "count": <count>, "ok": <ok>, "tags": <tags>, "Transformed": "Yes"}',
        { instance: '$.detail.instance-id', count: '$.detail.count', ok: '$.detail.ok', tags: '$.detail.tags' },
      );
      return JSON.parse(body);
    },
    expected: { Transformed: 'Yes', count: 2, instance: 'i-0123456789', ok: true, tags: ['a', 'b'] },
  },
  {
    name: 'A variable within quotes in a template of JSON is put there bare',
    reference: TRANSFORMATION,
    async tell(aws) {
      const [body = 'null'] = await transformed(
        aws,
        '{"state": "<state>", "instanceStatus": "instance \\"<instance>\\" is in <state>"}',
      );
      return JSON.parse(body);
    },
    expected: { instanceStatus: 'instance "i-0123456789" is in RUNNING', state: 'RUNNING' },
  },
  {
    name: 'A variable whose path leads nowhere is empty in a text',
    reference: withRecordedText(TRANSFORMATION, RECORDED),
    tell: (aws) => transformed(aws, '"info: <nowhere>"', { nowhere: '$.detail.nowhere' }),
    expected: ['"info: "'],
  },
  {
    name: 'The rule’s name and ARN are reserved variables',
    reference: TRANSFORMATION,
    tell: (aws) => transformed(aws, '"<aws.events.rule-name> of <aws.events.rule-arn>"', {}),
    expected: ['"<rule> of arn:aws:events:<region>:<account>:rule/<bus>/<rule>"'],
  },
  {
    name: 'The whole event is a reserved variable, aws.events.event.json',
    reference: withRecordedText(TRANSFORMATION, RECORDED),
    async tell(aws) {
      const [body = 'null'] = await transformed(aws, '{"whole": <aws.events.event.json>}', {});
      return JSON.parse(body);
    },
    expected: {
      whole: {
        account: '<account>',
        detail: { count: 2, 'instance-id': 'i-0123456789', none: null, ok: true, state: 'RUNNING', tags: ['a', 'b'] },
        'detail-type': 'Told',
        id: '<uuid>',
        region: '<region>',
        resources: [],
        source: 'story',
        time: '<time>',
        version: '0',
      },
    },
  },
  {
    name: 'The event without its detail is a reserved variable, aws.events.event',
    reference: TRANSFORMATION,
    async tell(aws) {
      const [body = 'null'] = await transformed(aws, '{"event": <aws.events.event>}', {});
      const { event } = JSON.parse(body) as { event: { source?: string; detail?: unknown } };
      return { source: event.source, hasDetail: 'detail' in event };
    },
    expected: { hasDetail: false, source: 'story' },
  },
  {
    name: 'A target may be another bus, whose rules hear the same event',
    reference: guide('EventBridge User Guide', 'Sending events between event buses', 'eb-bus-to-bus'),
    async tell(aws) {
      const [from, to] = [await aBus(aws), await aBus(aws)];
      const queue = await aQueue(aws);
      await aRuleTo(aws, to, [{ Id: 'queue', Arn: queue.arn, InputPath: '$.detail' }]);
      await aRuleTo(aws, from, [
        {
          Id: 'bus',
          Arn: `arn:aws:events:us-east-1:000000000000:event-bus/${to}`,
          RoleArn: 'arn:aws:iam::000000000000:role/any',
        },
      ]);
      await put(aws, anEntry(from, { passed: 'on' }));
      return bodiesOf(await messagesIn(aws, queue, 1));
    },
    expected: [{ passed: 'on' }],
  },
  {
    name: 'A FIFO queue is given the message group of the target',
    reference: api('EventBridge', 'SqsParameters'),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws, 'queue', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn, SqsParameters: { MessageGroupId: 'orders' } }]);
      await put(aws, anEntry(bus));
      return (await messagesIn(aws, queue, 1)).map(({ Attributes }) => Attributes?.MessageGroupId);
    },
    expected: ['orders'],
  },
]);
