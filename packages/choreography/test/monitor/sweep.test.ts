import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InstancesAnswer, InstanceView } from '#monitor/api-types.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from '../../../../test/page/monitored-shop.ts';

/** The sweep as it is deployed, each minute of a clock that the test holds and moves. */
describe('The sweep', () => {
  let shop: MonitoredShop;
  beforeAll(async () => {
    shop = await aMonitoredShop();
    await shop.receive('sku-a', 9);
    await shop.clock({ hold: true });
  }, 180_000);
  afterAll(() => shop?.stop());

  const told = async (orderId: string): Promise<InstanceView> =>
    (await (await fetch(new URL(`api/processes/checkout/instances/${orderId}`, shop.url))).json()) as InstanceView;
  const saidOf = ({ events }: InstanceView, type: string) => events.filter((event) => event.type === type);
  const ruleOf = async (job: string, bus = 'checkout'): Promise<string> => {
    const query = ['--query', `Rules[?contains(Name, '${job}')].Name | [0]`, '--output', 'text'];
    return (await shop.aws('events', 'list-rules', '--event-bus-name', bus, ...query)).trim();
  };
  const PATIENCE = { timeout: 30_000, interval: 200 };

  test('marks what is past its deadline, names the step and who owes it, says so once; and completion is said after all', async () => {
    const name = ['--event-bus-name', 'checkout', '--name', await ruleOf('ConfirmOrder')];
    await shop.aws('events', 'disable-rule', ...name);
    await shop.place(anOrderOf('o-late', 'sku-a'));
    await shop.idle();
    await shop.clock({ moveBy: '4 minutes' });
    await shop.idle();
    expect(await told('o-late')).toMatchObject({ state: 'open', missing: [] });

    await shop.clock({ moveBy: '2 minutes' });
    const overdue = await vi.waitFor(async () => {
      const view = await told('o-late');
      expect(saidOf(view, 'CheckoutOverdue')).toHaveLength(1);
      return view;
    }, PATIENCE);
    expect(overdue).toMatchObject({ state: 'overdue', missing: [{ step: 'confirmed', participant: 'email' }] });
    expect(saidOf(overdue, 'CheckoutOverdue')[0]?.data).toMatchObject({
      ...{ order: { id: 'o-late' }, step: 'confirmed', participant: 'email' },
    });

    await shop.clock({ moveBy: '10 minutes' });
    await shop.idle();
    expect(saidOf(await told('o-late'), 'CheckoutOverdue')).toHaveLength(1);

    await shop.aws('events', 'enable-rule', ...name);
    await shop.place(anOrderOf('o-late', 'sku-a'));
    const completed = await vi.waitFor(async () => {
      const view = await told('o-late');
      expect(saidOf(view, 'CheckoutCompleted')).toHaveLength(1);
      return view;
    }, PATIENCE);
    expect(completed).toMatchObject({ state: 'completed', missing: [] });
    expect(completed.steps.find(({ name }) => name === 'confirmed')).toMatchObject({ state: 'done', late: true });
  }, 120_000);

  test('is not waited for by the list of late orders', async () => {
    const confirm = ['--event-bus-name', 'checkout', '--name', await ruleOf('ConfirmOrder')];
    const sweep = ['--name', await ruleOf('Sweep', 'default')];
    await shop.aws('events', 'disable-rule', ...confirm);
    await shop.aws('events', 'disable-rule', ...sweep);
    for (const id of ['o-due-1', 'o-due-2', 'o-due-3']) await shop.place(anOrderOf(id, 'sku-a'));
    await shop.idle();
    await shop.clock({ moveBy: '6 minutes' });
    const listed = async (state: string) => {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const answer = await fetch(
          new URL(`api/processes/checkout/instances?state=${state}&limit=1&cursor=${cursor}`, shop.url),
        );
        const page = (await answer.json()) as InstancesAnswer;
        ids.push(...page.instances.map(({ key }) => key));
        cursor = page.cursor;
      }
      return ids.sort();
    };
    expect(await listed('overdue')).toEqual(['o-due-1', 'o-due-2', 'o-due-3']);
    expect(await listed('open')).toEqual([]);
    await shop.aws('events', 'enable-rule', ...sweep);
    await shop.clock({ moveBy: '1 minute' });
    await vi.waitFor(async () => expect(saidOf(await told('o-due-1'), 'CheckoutOverdue')).toHaveLength(1), PATIENCE);
    expect(await listed('overdue')).toEqual(['o-due-1', 'o-due-2', 'o-due-3']);
    await shop.aws('events', 'enable-rule', ...confirm);
  }, 120_000);

  test('shows a dead letter at its order and step, with what went wrong and how often it was tried', async () => {
    const item = JSON.stringify({ pk: { S: 'balance#c-o-stuck' }, points: { S: 'a few' } });
    await shop.aws('dynamodb', 'put-item', '--table-name', 'checkout_rewards', '--item', item);
    await shop.place(anOrderOf('o-stuck', 'sku-a'));
    await shop.idle();
    await shop.clock({ moveBy: '1 minute' });
    await shop.clock({ moveBy: '2 minutes' });
    const stuck = await vi.waitFor(async () => {
      const view = await told('o-stuck');
      expect(view.failures).toHaveLength(1);
      return view;
    }, PATIENCE);
    expect(stuck.failures[0]).toMatchObject({
      ...{ participant: 'rewards', job: 'award-points', step: 'rewarded', type: 'OrderPlaced', attempts: 3 },
      error: expect.stringMatching(
        /^ZodError: rewards\/award-points could not handle event \S+ \(OrderPlaced\): balance: Invalid input: .*NaN$/,
      ),
    });
    expect(stuck.steps.find(({ name }) => name === 'rewarded')).toMatchObject({ state: 'failed', event: null });
    expect(stuck).toMatchObject({ state: 'failed', missing: [{ step: 'rewarded', participant: 'rewards' }] });
  }, 120_000);
});
