import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { InstancesAnswer, InstanceView } from '#monitor/api-types.ts';
import { BookLent } from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

let library: MonitoredLibrary;
let events: EventBridgeClient;
beforeAll(async () => {
  library = await aMonitoredLibrary();
  events = new EventBridgeClient({ ...library.access });
  await library.clock({ hold: true });
}, 180_000);
afterAll(async () => {
  events?.destroy();
  await library?.stop();
});

/** The keys of a list, read one by one. */
async function listed(state: string): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: InstancesAnswer = await library.get(
      `/processes/loan/instances?state=${state}&limit=1&cursor=${cursor}`,
    );
    keys.push(...page.instances.map(({ key }) => key));
    cursor = page.cursor;
  }
  return keys.sort();
}

test('The list of late instances does not wait for the sweep', async () => {
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const Name = Rules.map(({ Name: ruleName }) => ruleName).find((name) => name?.includes('Sweep'));
  await events.send(new DisableRuleCommand({ Name }));
  const loans = ['l-due-1', 'l-due-2', 'l-due-3'];
  await library.put(...loans.map((id) => ({ event: BookLent, data: { loan: aLoan(id) } })));
  await library.idle();
  await library.clock({ moveBy: '31 minutes' });
  expect(await listed('overdue')).toEqual(loans);
  expect(await listed('open')).toEqual([]);
  await events.send(new EnableRuleCommand({ Name }));
  await library.clock({ moveBy: '1 minute' });
  await vi.waitFor(
    async () => {
      const view = await library.get<InstanceView>('/processes/loan/instances/l-due-1');
      expect(view.events.filter(({ type }) => type === 'LoanOverdue')).toHaveLength(1);
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(await listed('overdue')).toEqual(loans);
}, 120_000);
