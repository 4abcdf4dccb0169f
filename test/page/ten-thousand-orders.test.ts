import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  ChangesAnswer,
  InstanceSummary,
  InstancesAnswer,
  ProcessesAnswer,
  ProcessView,
} from '../../packages/choreography/src/monitor/api-types.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';
import { type FixturePage, servePage } from './serve-page.ts';

const ORDERS = 10_000;

/** The page alone, with an API that the test makes up: so many orders would take the real one long to place. */
inChromium('Ten thousand orders', () => {
  let served: FixturePage;
  const browser = aBrowser();
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(async () => {
    await served?.stop();
    expect(browser.problems).toEqual([]);
  });

  async function open(path = '/'): Promise<Page> {
    const page = await browser.open('about:blank');
    await page.route('**/api/**', answer);
    await page.goto(new URL(path, served.url).href);
    await page.locator('.instance-row').first().waitFor();
    return page;
  }
  const focused = (page: Page, orderId: string) =>
    page
      .locator('.instance-row a:focus')
      .and(page.getByRole('link', { name: orderId, exact: true }))
      .waitFor();
  const drawn = (page: Page) => page.locator('.instance-row').count();

  test('are all reached with the keyboard, and never drawn but for those on the screen', async () => {
    const page = await open();
    await page.keyboard.press('j');
    const last = page.getByRole('link', { name: `order-${ORDERS - 1}`, exact: true });
    while (!(await last.isVisible())) {
      await page.keyboard.press('End');
      await page.locator('.instance-row a:focus').waitFor();
      expect(await drawn(page)).toBeLessThan(80);
    }
    await page.keyboard.press('End');
    await focused(page, `order-${ORDERS - 1}`);
    expect(await page.locator('.instances-told').innerText()).toBe('10,000 orders');
    await page.keyboard.press('k');
    await focused(page, `order-${ORDERS - 2}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/processes/checkout/instances/order-${ORDERS - 2}`);
  }, 120_000);

  test('are narrowed to the ones that are wrong by one click, which the address keeps', async () => {
    const page = await open();
    await page.getByRole('link', { name: /^Late/ }).click();
    await page.waitForURL('**/?state=late');
    await page
      .getByText(`${ORDERS / 100} orders`, { exact: false })
      .first()
      .waitFor();
    expect(await page.locator('.instance-row:not(.is-overdue)').count()).toBe(0);
    await page.goBack();
    await page.locator('.instance-row.is-completed').first().waitFor();
  });

  test('are searched by order and by customer, also those that were not read yet', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('order-9876');
    await page.getByRole('link', { name: 'order-9876', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=order-9876');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('customer-4321');
    await page.getByRole('link', { name: 'order-4321', exact: true }).waitFor();
    expect(await drawn(page)).toBe(1);
  });
});

const all = Array.from({ length: ORDERS }, (_, i): InstanceSummary => {
  const startedAt = new Date(Date.UTC(2026, 0, 1) - i * 60_000).toISOString();
  const late = i % 100 === 7;
  return {
    ...{ process: 'checkout', key: `order-${i}`, party: `customer-${i}` },
    ...{
      state: late ? 'overdue' : 'completed',
      startedAt,
      updatedAt: startedAt,
      deadline: late ? startedAt : null,
      failures: 0,
    },
    steps: ['confirmed', 'dispatched'].map((name, n) => ({
      ...{ name, state: late && n === 1 ? ('overdue' as const) : ('done' as const), late: false },
    })),
    missing: late ? [{ step: 'dispatched', participant: 'warehouse', setAside: false }] : [],
  };
});

async function answer(route: Route): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url());
  const json = (body: object, status = 200) => route.fulfill({ status, json: body });
  if (pathname === '/api/changes')
    return json({ instances: [], more: 0, cursor: 'now', reset: false } satisfies ChangesAnswer);
  if (pathname === '/api/processes') return json({ processes: [PROCESS] } satisfies ProcessesAnswer);
  const id = pathname.match(/^\/api\/processes\/checkout\/instances\/(.*)$/)?.[1];
  if (id !== undefined) {
    const order = all.find(({ key }) => key === id);
    if (!order) return json({ error: `No event of an order ${id} was heard.` }, 404);
    const steps = order.steps.map((step) => ({ ...step, ...NOT_SAID }));
    return json({ ...order, steps, words: PROCESS.words, events: [], failures: [], cursor: null });
  }
  if (pathname !== '/api/processes/checkout/instances') return json({ error: `There is nothing at ${pathname}.` }, 404);
  const [state, party] = [searchParams.get('state'), searchParams.get('party')];
  const chosen = all.filter((order) => (!state || order.state === state) && (!party || order.party === party));
  const [from, limit] = [Number(searchParams.get('cursor') ?? 0), Number(searchParams.get('limit'))];
  const cursor = from + limit < chosen.length ? String(from + limit) : null;
  return json({ instances: chosen.slice(from, from + limit), cursor } satisfies InstancesAnswer);
}

const NOT_SAID = { participant: 'warehouse', event: null, at: null, within: '5 minutes', deadline: null, late: false };

const PROCESS: ProcessView = {
  name: 'checkout',
  words: { one: 'order', many: 'orders', party: 'Customer' },
  starts: { source: 'shop.checkout', type: 'OrderPlaced' },
  steps: {
    confirmed: { done: [{ source: 'shop.email', type: 'OrderConfirmationSent' }], within: '5 minutes' },
    dispatched: { done: [{ source: 'shop.warehouse', type: 'OrderDispatched' }], within: '5 minutes' },
  },
  completed: 'CheckoutCompleted',
  overdue: 'CheckoutOverdue',
};
