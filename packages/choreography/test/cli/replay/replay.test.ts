import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replay } from '#cli/replay/replay.ts';
import { aFunction, anAssembly, permission, rule } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const span = { from: new Date('2026-11-25T12:00:00Z'), to: new Date('2026-11-25T13:00:00Z') };
const job = (name: string) => aFunction(name);
const to = (id: string) => rule(id.toLowerCase(), { Arn: { 'Fn::GetAtt': [id, 'Arn'] } });
const code = 'exports.handler = async (event) => console.log("heard", event["replay-name"] ? "again" : "first");';

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Award: job('checkout_rewards_award'),
        Confirm: job('checkout_email_confirm'),
        MayAward: permission('checkout_rewards_award'),
        MayConfirm: permission('checkout_email_confirm'),
        ToAward: to('Award'),
        ToConfirm: to('Confirm'),
        Archive: { Type: 'AWS::Events::Archive', Properties: { ArchiveName: 'all', SourceArn: BUS } },
      },
      { checkout_rewards_award: code, checkout_email_confirm: code },
    ),
  );
  const Entries = [{ Source: 'test', DetailType: 'Tested', Detail: '{}', Time: new Date('2026-11-25T12:30:00Z') }];
  await local.events.send(new PutEventsCommand({ Entries }));
  await local.runtime.idle();
});
afterAll(() => local.runtime.stop());

/** What the command prints. */
async function printed(options: object): Promise<string> {
  const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await replay({ ...span, endpointUrl: local.runtime.endpoint, ...options });
    return lines.mock.calls.join('\n');
  } finally {
    lines.mockRestore();
  }
}
const heardAgain = () =>
  local.notices.flatMap((notice) => (notice.kind === 'log' && notice.line.includes('again') ? [notice.function] : []));

describe('choreography replay', () => {
  it('brings archived events to one job alone, and says how far it is', async () => {
    const text = await printed({ toJob: 'rewards/award' });
    expect(text).toMatch(/brings the events of all again, to rewards\/award alone/);
    expect(text).toContain('completed, events up to 2026-11-25T12:30:00.000Z');
    await vi.waitFor(() => expect(heardAgain()).toEqual(['checkout_rewards_award']));
    await local.runtime.idle();
    expect(heardAgain()).toEqual(['checkout_rewards_award']);
  });

  it('brings them to all who hear them when no job is named', async () => {
    await printed({ archive: 'all' });
    await vi.waitFor(() => expect(heardAgain()).toContain('checkout_email_confirm'));
  });

  it.each([
    ['a job that hears nothing', { toJob: 'sleep' }, 'No rule on the bus brings events to a job "sleep".'],
    ['an archive that is not there', { archive: 'none' }, 'There is no archive "none", only: all.'],
    ['a span that ends before it begins', { to: span.from }, '--from must be before --to.'],
  ])('refuses %s in a sentence', async (_, options, sentence) => {
    await expect(printed(options)).rejects.toThrow(sentence);
  });
});
