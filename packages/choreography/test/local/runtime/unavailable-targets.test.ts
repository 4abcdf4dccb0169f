import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue, queuePolicy, rule } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const TARGET = 'arn:aws:sqs:us-east-1:000000000000:heard';
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
beforeAll(async () => {
  local = await aRuntime(
    anAssembly({
      ...{ Heard: queue('heard'), HeardPolicy: queuePolicy('Heard') },
      ...{ SetAside: queue('set-aside'), SetAsidePolicy: queuePolicy('SetAside') },
      Rule: rule('hears', { Arn: arn('Heard'), DeadLetterConfig: { Arn: arn('SetAside') } }),
    }),
  );
  local.runtime.clock.hold();
});
afterAll(() => local.runtime.stop());

const tell = async (body?: unknown) => {
  const response = await fetch(`${local.runtime.endpoint}/_local/targets`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return response.json();
};
const put = async (word: string) => {
  const Entries = [{ Source: 'test', DetailType: 'Tested', Detail: JSON.stringify({ word }) }];
  await local.events.send(new PutEventsCommand({ Entries }));
  await local.runtime.idle();
};

describe('a target that is out of reach', () => {
  it('gets its event when it is back', async () => {
    expect(await tell({ arn: TARGET, available: false })).toEqual({ unavailable: [TARGET] });
    await put('late');
    await local.runtime.clock.moveBy(23 * 3_600_000);
    expect(await local.attributesOf('heard')).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect(await tell({ arn: TARGET, available: true })).toEqual({ unavailable: [] });
    await local.runtime.clock.moveBy(3_600_000);
    expect(JSON.parse((await local.messageIn('heard')).Body ?? '')).toMatchObject({ detail: { word: 'late' } });
    expect(local.notices.filter(({ kind }) => kind !== 'event')).toEqual([]);
  });

  it('has its event set aside after a day, with why', async () => {
    await tell({ arn: TARGET, available: false });
    await put('lost');
    await local.runtime.clock.moveBy(25 * 3_600_000);
    const { Body = '', MessageAttributes = {} } = await local.messageIn('set-aside');
    expect(JSON.parse(Body)).toMatchObject({ detail: { word: 'lost' } });
    expect(MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'THROTTLING' },
      TARGET_ARN: { StringValue: TARGET },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumEventAgeInSeconds' },
    });
    expect(await tell()).toEqual({ unavailable: [TARGET] });
  });

  it.each([[{}], [{ arn: 'heard', available: false }], [{ arn: TARGET, available: 'no' }], ['{']])(
    'is not told so by %j',
    async (body) => {
      expect(await tell(body)).toMatchObject({ __type: 'ValidationException' });
    },
  );
});
