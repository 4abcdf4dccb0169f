import type { OrderSummary, OrdersAnswer } from 'choreography/src/monitor/answers.ts';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBrowser, inChromium } from './in-chromium.ts';
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
    await page.locator('.order-row').first().waitFor();
    return page;
  }
  const focused = (page: Page, orderId: string) =>
    page
      .locator('.order-row a:focus')
      .and(page.getByRole('link', { name: orderId, exact: true }))
      .waitFor();
  const drawn = (page: Page) => page.locator('.order-row').count();

  test('are all reached with the keyboard, and never drawn but for those on the screen', async () => {
    const page = await open();
    await page.keyboard.press('j');
    const last = page.getByRole('link', { name: `order-${ORDERS - 1}`, exact: true });
    while (!(await last.isVisible())) {
      await page.keyboard.press('End');
      await page.locator('.order-row a:focus').waitFor();
      expect(await drawn(page)).toBeLessThan(80);
    }
    await page.keyboard.press('End');
    await focused(page, `order-${ORDERS - 1}`);
    expect(await page.locator('.orders-told').innerText()).toBe('10,000 orders');
    await page.keyboard.press('k');
    await focused(page, `order-${ORDERS - 2}`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/orders/order-${ORDERS - 2}`);
  }, 120_000);

  test('are narrowed to the ones that are wrong by one click, which the address keeps', async () => {
    const page = await open();
    await page.getByRole('link', { name: /^Late/ }).click();
    await page.waitForURL('**/?state=late');
    await page
      .getByText(`${ORDERS / 100} orders`, { exact: false })
      .first()
      .waitFor();
    expect(await page.locator('.order-row:not(.is-overdue)').count()).toBe(0);
    await page.goBack();
    await page.locator('.order-row.is-completed').first().waitFor();
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

const all = Array.from({ length: ORDERS }, (_, i): OrderSummary => {
  const startedAt = new Date(Date.UTC(2026, 0, 1) - i * 60_000).toISOString();
  const late = i % 100 === 7;
  return {
    ...{ orderId: `order-${i}`, customerId: `customer-${i}`, state: late ? 'overdue' : 'completed' },
    ...{ startedAt, updatedAt: startedAt, deadline: late ? startedAt : null, failures: 0 },
    steps: ['confirmed', 'dispatched'].map((name, n) => ({
      ...{ name, state: late && n === 1 ? ('overdue' as const) : ('done' as const), late: false },
    })),
    missing: late ? [{ step: 'dispatched', participant: 'warehouse', setAside: false }] : [],
  };
});

async function answer(route: Route): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url());
  const json = (body: object, status = 200) => route.fulfill({ status, json: body });
  if (pathname === '/api/changes') return json({ orders: [], cursor: 'now', reset: false });
  const id = pathname.match(/^\/api\/orders\/(.*)$/)?.[1];
  if (id !== undefined) {
    const order = all.find(({ orderId }) => orderId === id);
    if (!order) return json({ error: `No event of an order ${id} was heard.` }, 404);
    const steps = order.steps.map((step) => ({ ...step, ...NOT_SAID }));
    return json({ ...order, steps, process: 'checkout', events: [], failures: [], cursor: null });
  }
  if (pathname !== '/api/orders') return json({ error: `There is nothing at ${pathname}.` }, 404);
  const [state, customer] = [searchParams.get('state'), searchParams.get('customer')];
  const chosen = all.filter(
    (order) => (!state || order.state === state) && (!customer || order.customerId === customer),
  );
  const [from, limit] = [Number(searchParams.get('cursor') ?? 0), Number(searchParams.get('limit'))];
  const cursor = from + limit < chosen.length ? String(from + limit) : null;
  return json({ orders: chosen.slice(from, from + limit), cursor } satisfies OrdersAnswer);
}

const NOT_SAID = { participant: 'warehouse', event: null, at: null, within: '5 minutes', deadline: null, late: false };
