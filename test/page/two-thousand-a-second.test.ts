import type { Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type {
  ChangesAnswer,
  InstanceSummary,
  InstancesAnswer,
  ProcessesAnswer,
  ProcessView,
} from '../../packages/choreography/src/monitor/api-types.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';
import { type FixturePage, servePage } from './serve-page.ts';

/** The page alone, with an API that answers as the real one does while two thousand orders a second are placed. */
inChromium('Two thousand orders a second', () => {
  let served: FixturePage;
  const browser = aBrowser();
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(async () => {
    await served?.stop();
    expect(browser.problems).toEqual([]);
  });

  test('are live by sample, as the page says, and exact again ten seconds after the rush', {
    timeout: 60_000,
  }, async () => {
    const page = await browser.open('about:blank');
    await page.route('**/api/**', answer);
    await page.goto(served.url);
    await page.getByText('Live by sample: 200 of at least 10,000 orders that changed just now').waitFor();
    // Each look brings the latest.
    const first = orders;
    const latest = async () =>
      Number((await page.locator('.instance-row a').first().innerText()).replace('order-', ''));
    await vi.waitFor(async () => expect(await latest()).toBeGreaterThan(first), { timeout: 10_000 });
    expect(await page.locator('.instance-row').count()).toBeLessThan(120);
    // What was under way and is in no list any more is gone.
    isBusy = false;
    await page.locator('.instances-sampled').waitFor({ state: 'detached', timeout: 30_000 });
    await page.locator('.instances-told', { hasText: /^1 order$/ }).waitFor();
    expect(await page.locator('.instance-row').count()).toBe(1);
  });
});

let isBusy = true;
/** How many orders the API has told of: each answer tells of the next two hundred. */
let orders = 0;

const order = (n: number): InstanceSummary => {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + n).toISOString();
  return {
    ...{ process: 'checkout', key: `order-${n}`, party: `customer-${n}`, state: 'open', failures: 0, missing: [] },
    ...{ startedAt, updatedAt: startedAt, deadline: '2999-01-01T00:00:00.000Z' },
    steps: [{ name: 'confirmed', state: 'waiting', late: false }],
  };
};

function changes(): ChangesAnswer {
  const cursor = 'now';
  if (!isBusy) return { instances: [], more: 0, cursor, reset: false };
  const instances = Array.from({ length: 200 }, (_, i) => order(orders + 200 - i));
  orders += 200;
  return { instances, more: 9800, cursor, reset: false };
}

async function answer(route: Route): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url());
  const json = (body: object) => route.fulfill({ status: 200, json: body });
  if (pathname === '/api/changes')
    return json(searchParams.has('since') ? changes() : { instances: [], more: 0, cursor: 'now', reset: false });
  if (pathname === '/api/processes') return json({ processes: [PROCESS] } satisfies ProcessesAnswer);
  // When all is over one order is left, which is under way.
  const isListed = !isBusy && ['open', null].includes(searchParams.get('state'));
  return json({ instances: isListed ? [order(1)] : [], cursor: null } satisfies InstancesAnswer);
}

const PROCESS: ProcessView = {
  name: 'checkout',
  words: { one: 'order', many: 'orders', party: 'Customer' },
  starts: { source: 'shop.checkout', type: 'OrderPlaced' },
  steps: { confirmed: { done: [{ source: 'shop.email', type: 'OrderConfirmationSent' }], within: '5 minutes' } },
  completed: 'CheckoutCompleted',
  overdue: 'CheckoutOverdue',
};
