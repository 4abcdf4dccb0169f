import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEndpointCommand,
  ListEventSourcesCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ARN, EventPattern, eventsApi, refused } from './events-api.ts';

const { send, aRule } = eventsApi();

describe('tags', () => {
  it('are put on rules and buses, told and taken away', async () => {
    const Name = await aRule({ Tags: [{ Key: 'a', Value: '1' }] });
    for (const ResourceARN of [`${ARN}:rule/${Name}`, `${ARN}:event-bus/default`]) {
      await send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }));
      await send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
      expect((await send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    }
    await expect(send(new ListTagsForResourceCommand({ ResourceARN: `${ARN}:rule/none` }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Rule none does not exist on EventBus default.'),
    );
  });
});

describe('TestEventPattern', () => {
  const event = { id: '1', account: '1', source: 'a', time: 't', region: 'r', resources: [], 'detail-type': 'T' };
  const test = (pattern: string, tested: object) =>
    send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(tested) }));

  it('answers from the same code as the rules', async () => {
    expect((await test(EventPattern, event)).Result).toBe(true);
    expect((await test('{"source":[{"anything-but":"a"}]}', event)).Result).toBe(false);
    await expect(test('{"source":"a"}', event)).rejects.toEqual(
      refused('InvalidEventPatternException', /"source" must be an object or an array/),
    );
  });

  it('asks for a whole event', async () => {
    await expect(test(EventPattern, { source: 'a' })).rejects.toEqual(
      refused('ValidationException', 'Parameter Event is not valid.'),
    );
    const { resources: _, ...withoutResources } = event;
    expect((await test(EventPattern, withoutResources)).Result).toBe(true);
  });
});

describe('what reaches beyond this machine', () => {
  it.each([
    ['API destinations', new CreateApiDestinationCommand({ Name: 'x' } as never)],
    ['connections', new CreateConnectionCommand({ Name: 'x' } as never)],
    ['partner event sources', new ListEventSourcesCommand({})],
    ['global endpoints', new CreateEndpointCommand({ Name: 'x' } as never)],
  ])('is not supported, plainly: %s', async (family, command) => {
    await expect(send(command as never)).rejects.toEqual(
      refused('UnsupportedOperationException', new RegExp(`not supported: the local runtime has no ${family}`)),
    );
  });
});

describe('a call that violates several constraints', () => {
  it('is told all of them in one answer, as recorded at AWS', async () => {
    const Name = 'no such name 123467890123412341234123412341234123412341234123412341234';
    const at = `Value '${Name}' at 'name' failed to satisfy constraint: Member must`;
    await expect(
      send(new CreateConnectionCommand({ Name, AuthorizationType: 'INVALID', AuthParameters: {} } as never)),
    ).rejects.toEqual(
      refused(
        'ValidationException',
        `3 validation errors detected: ${at} satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; ${at} have length less than or equal to 64; Value 'INVALID' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [BASIC, OAUTH_CLIENT_CREDENTIALS, API_KEY]`,
      ),
    );
  });
});

describe('PutEvents', () => {
  it('is refused without entries, and beyond ten, in the words of the service', async () => {
    await expect(send(new PutEventsCommand({ Entries: [] }))).rejects.toEqual(
      refused(
        'ValidationException',
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    );
    const entry = { Source: 's', DetailType: 'T', Detail: '{"a":1}' };
    const printed =
      'PutEventsRequestEntry(time=null, source=s, resources=null, detailType=T, detail={"a":1}, eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';
    await expect(send(new PutEventsCommand({ Entries: Array(11).fill(entry) }))).rejects.toEqual(
      refused(
        'ValidationException',
        `1 validation error detected: Value '[${Array(11).fill(printed).join(', ')}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
      ),
    );
  });
});
