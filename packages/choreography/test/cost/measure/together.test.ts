import { expect, test } from 'vitest';
import { measure } from '#cost/measure/measure.ts';
import { entriesOf, type ProcessPath, variedValues } from '#cost/measure/process-path.ts';
import { aFunction, anAssembly, queue } from '../../local/assembly.ts';

const target = { 'Fn::GetAtt': ['Q', 'Arn'] };
/** A rule puts each event into a queue, from which a function is fed ten messages at a time. */
const assembly = anAssembly(
  {
    Q: queue('visits'),
    MaySend: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Q' }],
        PolicyDocument: {
          Statement: [
            {
              ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
              ...{ Action: 'sqs:SendMessage', Resource: target },
            },
          ],
        },
      },
    },
    OnVisited: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { 'detail-type': ['Visited'] }, Targets: [{ Id: 'q', Arn: target }] },
    },
    Note: aFunction('note'),
    Feeding: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'note', EventSourceArn: target } },
  },
  { note: 'exports.handler = async () => {};' },
);

const path: ProcessPath = {
  ...{ name: 'visit', share: 1, given: [], key: 'v-1', varies: ['p-1'], function: undefined },
  entries: [
    { Source: 'museum', DetailType: 'Visited', Detail: '{"visitor":{"id":"v-1","party":"p-1"},"day":"monday"}' },
  ],
};

/** Requests of SQS, and invocations, of sixteen instances at a rate. */
async function countedAt(perSecond: number | undefined, pollers = 1) {
  const { paths, together, doubts } = await measure({
    ...{ cdkOut: assembly, paths: [path], instances: 16, iam: 'warn', perSecond, pollers },
  });
  const operations = paths[0]?.operations.flat() ?? [];
  const requests = (action: RegExp) =>
    operations.filter((one) => one.kind === 'queue-request' && action.test(one.action)).length;
  return {
    ...{ together, doubts, sent: requests(/^Send/), received: requests(/^Receive/), deleted: requests(/^Delete/) },
    invocations: operations.filter(({ kind }) => kind === 'invocation').length,
  };
}

test('instances that come one after the other are received one by one', { timeout: 60_000 }, async () => {
  const alone = { sent: 16, received: 16, deleted: 16, invocations: 16, doubts: [] };
  expect(await countedAt(undefined)).toEqual({ ...alone, together: undefined });
  expect(await countedAt(100)).toEqual({ ...alone, together: undefined });
});

test('of those that come together as many are received with a request as came since the last', {
  timeout: 60_000,
}, async () => {
  expect(await countedAt(2000)).toMatchObject({ together: 2000, sent: 16, received: 4, invocations: 4, doubts: [] });
  expect(await countedAt(20_000)).toMatchObject({ together: 20_000, sent: 16, received: 2, invocations: 2 });
});

test('a text that varies has as many values as there are instances, each of which comes again', () => {
  const detailOf = (instance: number) => JSON.parse(entriesOf(path, instance, 3)[0]?.Detail ?? '');
  expect(detailOf(4)).toEqual({ visitor: { id: 'v-1-4', party: 'p-1-1' }, day: 'monday' });
  expect(detailOf(5).visitor.party).toBe('p-1-2');
  expect(detailOf(6).visitor.party).toBe('p-1-0');
  expect([...variedValues(path, 2)]).toEqual([
    ['p-1-0', 'visitor.party'],
    ['p-1-1', 'visitor.party'],
  ]);
});
