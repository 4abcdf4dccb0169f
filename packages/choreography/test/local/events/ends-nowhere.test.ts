import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { anAssembly, queue, queuePolicy, rule } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const transformed = (name: string, InputTemplate: string) =>
  rule(
    name,
    {
      Arn: arnOf('Q'),
      DeadLetterConfig: { Arn: arnOf('Dead') },
      InputTransformer: { InputPathsMap: { l: '$.detail.l', id: '$.detail.id' }, InputTemplate },
    },
    { source: [name] },
  );

describe('an event', () => {
  let local: Awaited<ReturnType<typeof aRuntime>>;
  beforeAll(async () => {
    local = await aRuntime(
      anAssembly({
        Q: queue('q'),
        QPolicy: queuePolicy('Q'),
        Dead: queue('dead'),
        DeadPolicy: queuePolicy('Dead'),
        B: { Type: 'AWS::Events::EventBus', Properties: { Name: 'b' } },
        List: transformed('list', '{"l":"<l>"}'),
        Number: transformed('number', '{"id":<id>,"text":"<id>"}'),
        ToBus: rule(
          'to-bus',
          {
            Arn: arnOf('B'),
            InputTransformer: { InputPathsMap: { d: '$.detail' }, InputTemplate: '{"detail-type":"New","detail":<d>}' },
          },
          { source: ['to-bus'] },
        ),
      }),
    );
  });
  afterAll(() => local.runtime.stop());
  const put = (Source: string, Detail: string) =>
    local.events.send(new PutEventsCommand({ Entries: [{ Source, DetailType: 'T', Detail }] }));

  it('that no rule hears and no archive keeps is told, once of its kind', async () => {
    await put('nobody', '{}');
    await put('nobody', '{"again":true}');
    const told = local.notices.filter(({ kind }) => kind === 'unheard-event');
    expect(told).toEqual([{ kind: 'unheard-event', bus: 'default', source: 'nobody', detailType: 'T', isKept: false }]);
  });

  it('keeps a number that a double does not hold, through a transformer to a queue', async () => {
    await put('number', '{"id": 1234567890123456789}');
    expect((await local.messageIn('q')).Body).toBe('{"id":1234567890123456789,"text":"1234567890123456789"}');
  });

  it('is set aside, and that is told, when its list would stand within quotes of a JSON template', async () => {
    await put('list', '{"l": ["HIGH"]}');
    const dead = await local.messageIn('dead');
    expect(dead.MessageAttributes?.ERROR_CODE?.StringValue).toBe('INVALID_JSON');
    expect(dead.Body).toContain('"detail":{"l":["HIGH"]}');
    expect(local.notices).toContainEqual(
      expect.objectContaining({ kind: 'delivery-failed', rule: 'list', reason: expect.stringContaining('<l>') }),
    );
  });

  it('that a transformer made no event of is not lost on a bus without a word', async () => {
    await put('to-bus', '{}');
    await vi.waitFor(() =>
      expect(local.notices).toContainEqual(
        expect.objectContaining({ kind: 'delivery-failed', rule: 'to-bus', deadLettered: false }),
      ),
    );
  });
});
