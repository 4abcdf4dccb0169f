import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, queue, queuePolicy, rule } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const CODE = {
  tells: `exports.handler = async () => ({
    now: Date.now(), date: new Date().toISOString(), made: new Date(0).toISOString(), text: Date(), is: new Date() instanceof Date,
  });`,
  fails: 'exports.handler = async () => { throw new Error("again"); };',
};

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Tells: aFunction('tells'),
        Fails: aFunction('fails', { DeadLetterConfig: { TargetArn: arn('Failed') } }),
        Failed: queue('failed'),
        Hours: queue('hours'),
        HoursPolicy: queuePolicy('Hours'),
        Hourly: {
          ...rule('hourly', { Arn: arn('Hours') }),
          Properties: { Name: 'hourly', ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'q', Arn: arn('Hours') }] },
        },
      },
      CODE,
    ),
  );
  await tell({ hold: true });
});
afterAll(() => local.runtime.stop());

async function tell(body: object | string) {
  const answer = await fetch(`${local.runtime.endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return (await answer.json()) as { now: string; held: boolean; waiting: number; message?: string };
}

async function invoke(FunctionName: string, InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse') {
  const { Payload } = await local.lambda.send(new InvokeCommand({ FunctionName, InvocationType }));
  return JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
}

describe('the clock of the runtime', () => {
  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
    'takes no order with the content type %s',
    async (type) => {
      const answer = await fetch(`${local.runtime.endpoint}/_local/clock`, {
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: Buffer.from('{"release": true}'),
      });
      expect(answer.status).toBe(415);
      expect(((await answer.json()) as { message: string }).message).toContain('takes JSON with its content type only');
      expect(local.runtime.clock.held).toBe(true);
    },
  );

  it('is moved to a time, which functions then see', async () => {
    const tomorrow = new Date(local.runtime.clock.now() + 24 * 3_600_000).toISOString();
    expect(await tell({ moveTo: tomorrow })).toMatchObject({ now: tomorrow, held: true });
    expect(await invoke('tells')).toEqual({
      now: Date.parse(tomorrow),
      date: tomorrow,
      made: '1970-01-01T00:00:00.000Z',
      text: expect.stringContaining(` ${tomorrow.slice(0, 4)} `),
      is: true,
    });
  });

  it('brings retries and a dead letter within one move', async () => {
    await invoke('fails', 'Event');
    await local.runtime.idle();
    expect(local.notices.filter(({ kind }) => kind === 'handler-failed')).toHaveLength(1);
    const { now } = await tell({ moveBy: '3 minutes' });
    const { Attributes, MessageAttributes } = await local.messageIn('failed');
    expect(Attributes?.SentTimestamp).toBe(String(Date.parse(now)));
    expect(MessageAttributes?.ErrorMessage?.StringValue).toBe('again');
    expect(local.notices.filter(({ kind }) => kind === 'handler-failed')).toHaveLength(3);
  });

  it('runs the schedules of a day within one move', async () => {
    const before = await messagesIn('hours');
    await tell({ moveBy: '1 day' });
    expect((await messagesIn('hours')) - before).toBe(24);
  });

  it.each([
    ['an unknown order', { stop: true }, 'The body is one of {"hold": true}'],
    ['two orders', { hold: true, release: true }, 'The body is one of {"hold": true}'],
    ['no JSON', 'hold', 'The body is one of {"hold": true}'],
    ['an unknown unit', { moveBy: '2 weeks' }, '{"moveBy": "24 hours"}'],
    ['a time that is over', { moveTo: '2001-01-01T00:00:00Z' }, 'The clock does not go back.'],
  ])('refuses %s in a sentence', async (_, body, text) => {
    expect((await tell(body)).message).toContain(text);
  });

  it('runs on when it is released', async () => {
    const { now, held } = await tell({ release: true });
    expect(held).toBe(false);
    expect((await invoke('tells')).now).toBeGreaterThanOrEqual(Date.parse(now));
  });
});

async function messagesIn(name: string): Promise<number> {
  const { ApproximateNumberOfMessages } = await local.attributesOf(name);
  return Number(ApproximateNumberOfMessages);
}
