import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { violations } from '../../packages/choreography/test/browser/accessibility.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from './monitored-shop.ts';

/** Everything here runs on the real local runtime: nothing between the page and the functions is made up. */
inChromium('The monitor', { timeout: 120_000 }, () => {
  let shop: MonitoredShop;
  const browser = aBrowser();
  beforeAll(async () => {
    shop = await aMonitoredShop();
  }, 180_000);
  afterAll(async () => {
    await shop?.stop();
    expect(browser.problems).toEqual([]);
  });

  const open = (path: string, options = {}) => browser.open(new URL(path, shop.url).href, options);
  /** Nothing that axe complains of, in both themes, on pages of some paths after something was done there. */
  async function accessible(...views: readonly (readonly [path: string, act?: (page: Page) => Promise<void>])[]) {
    const page = await open('/', { bypassCSP: true });
    for (const [path, act] of views) {
      await page.goto(new URL(path, shop.url).href);
      await page.locator('h1').first().waitFor();
      await page.locator('.instance-row, .story, .rules, .participant, .unheard summary, .empty').first().waitFor();
      await act?.(page);
      expect([path, ...(await violations(page))]).toEqual([path]);
    }
    await page.close();
  }
  const row = (page: Page, orderId: string) => page.locator('.instance-row').filter({ hasText: orderId });
  const text = (page: Page, selector: string, expected: string | RegExp) =>
    vi.waitFor(
      async () => expect(await page.locator(selector).allInnerTexts()).toContainEqual(expect.stringMatching(expected)),
      {
        timeout: 30_000,
        interval: 100,
      },
    );

  test('shows an order that the AWS CLI places, and its completion, without being loaded anew', async () => {
    await shop.receive('sku-a', 5);
    const page = await open('/');
    await page.evaluate('window.loadedOnce = true');
    await shop.place(anOrderOf('o-cli', 'sku-a'));
    await row(page, 'o-cli').getByText('Completed in').waitFor();
    expect(await page.evaluate('window.loadedOnce')).toBe(true);
    await row(page, 'o-cli').getByRole('link').click();
    await text(page, '.instance-is', 'Completed: every step was done');
    expect(new Set(await page.locator('.line-said .line-name').allInnerTexts())).toEqual(
      new Set([
        ...['OrderPlaced', 'OrderConfirmationSent', 'OrderDispatched', 'PointsAwarded', 'DispatchAnnounced'],
        'CheckoutCompleted',
      ]),
    );
    expect(await page.evaluate('window.loadedOnce')).toBe(true);
  });

  test('shows the apology and the reversal of an order that is out of stock', async () => {
    const page = await open('/processes/checkout/instances/o-none');
    await page.getByText('It is shown as soon as there is one.').waitFor();
    await shop.place(anOrderOf('o-none', 'sku-none'));
    await text(page, '.instance-is', /^Failed: not dispatched\. What follows from that is done/);
    const steps = Object.fromEntries(
      await Promise.all(
        (await page.locator('.step:not(.step-start)').all()).map(async (step) => [
          (await step.locator('.step-name').innerText()).split('\n')[0],
          (await step.getAttribute('class'))?.match(/is-\w+/)?.[0],
        ]),
      ),
    );
    expect(steps).toEqual({
      ...{ confirmed: 'is-done', dispatched: 'is-failed', rewarded: 'is-done' },
      ...{ announced: 'is-unneeded', apologised: 'is-done', reversed: 'is-done' },
    });
    expect(await page.locator('.line-said .line-name').allInnerTexts()).toEqual(
      expect.arrayContaining(['OrderPlaced', 'OrderRejected', 'ApologySent', 'PointsReversed']),
    );
  });

  test('shows how the steps were before each event, by buttons, slider and keys', async () => {
    const page = await open('/processes/checkout/instances/o-none');
    const title = page.locator('.moments-event');
    await title.waitFor();
    await page.getByRole('slider', { name: 'Event' }).fill('1');
    await title.filter({ hasText: /^Before event 1 of \d+: OrderPlaced/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Back' }).isDisabled()).toBe(true);
    expect(
      new Set(await page.locator('.moments-steps li').evaluateAll((all) => all.map((li) => li.className))),
    ).toEqual(new Set(['is-waiting']));
    await page.getByRole('button', { name: 'Forward' }).click();
    await title.filter({ hasText: 'Before event 2 of' }).waitFor();
    await page.keyboard.press(']');
    await title.filter({ hasText: 'Before event 3 of' }).waitFor();
    const moments = JSON.parse(await shop.choreography('rewind', 'o-none', '--json')).moments;
    expect(await page.locator('.moments-steps li').evaluateAll((all) => all.map((li) => li.className))).toEqual(
      moments[2].before.map(({ state }: { state: string }) => `is-${state}`),
    );
    await page.keyboard.press('[');
    await title.filter({ hasText: 'Before event 2 of' }).waitFor();
    await accessible(['/processes/checkout/instances/o-none']);
  });

  test('masks personal data in what an event carried', async () => {
    const page = await open('/processes/checkout/instances/o-none');
    await page.locator('button.line-row').first().click();
    const data = await page.locator('.event-json').innerText();
    expect(data).toMatch(/name: masked,\s+email: masked/);
    expect(await page.content()).not.toMatch(/Grace Hopper|grace@example/);
  });

  test('shows the step of a broken participant as missing, why, and the command that redrives it; then as done', async () => {
    const tables = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        ...{ endpoint: shop.endpoint, region: 'us-east-1' },
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
    );
    const broken = { TableName: 'checkout_rewards', Key: { pk: 'balance#c-o-broken' } };
    await tables.send(new PutCommand({ TableName: broken.TableName, Item: { ...broken.Key, points: 'a few' } }));
    await shop.receive('sku-b', 5);
    await shop.place(anOrderOf('o-broken', 'sku-b'));

    const list = await open('/');
    await row(list, 'o-broken').getByText('Missing: rewarded (rewards)').waitFor({ timeout: 60_000 });
    await list.getByText('rewarded owed by rewards').waitFor();
    const page = await open('/processes/checkout/instances/o-broken');
    await page.locator('.owed-step.is-failed').getByText('was to say PointsAwarded').waitFor();
    expect(await page.locator('.line-owed').innerText()).toContain('PointsAwarded');
    const command = await page.locator('.owed .command code').innerText();
    expect(command).toBe(
      `npx choreography redrive rewards/award-points --key o-broken --process checkout --endpoint-url ${shop.endpoint}`,
    );
    await accessible(['/'], ['/processes/checkout/instances/o-broken'], ['/participants'], ['/map']);

    await tables.send(new DeleteCommand(broken));
    await shop.choreography(...command.split(' ').slice(2));
    await text(page, '.instance-is', 'Completed: every step was done');
    await row(list, 'o-broken').getByText('Completed in').waitFor();
    tables.destroy();
  });

  test('tells the same story as trace does in the terminal', async () => {
    const page = await open('/processes/checkout/instances/o-none?by=time');
    await page.locator('.line-said').first().waitFor();
    const trace = JSON.parse(await shop.choreography('trace', 'o-none', '--json'));
    const who = ({ participant, job }: { participant: string; job: string | null }) =>
      job ? `${participant}/${job}` : participant;
    expect(await page.locator('.line-name').allInnerTexts()).toEqual(
      trace.events.map(({ type }: { type: string }) => type),
    );
    expect(await page.locator('.line-who').allInnerTexts()).toEqual(trace.events.map(who));
  });

  test('draws every rule of the deployed templates on the map, and keeps what is looked at in the address', async () => {
    const { rules } = (await (await fetch(`${shop.endpoint}/_local/status`)).json()) as { rules: { name: string }[] };
    const page = await open('/map');
    await page.locator('.rules tbody tr').first().waitFor();
    expect(await page.locator('.rules tbody tr').count()).toBe(rules.length);
    await page.getByRole('link', { name: /^OrderRejected/ }).click();
    await page.getByText('Said by warehouse/dispatch-order; heard by').waitFor();
    expect(await page.locator('.box:not(.is-dim) .box-name').allInnerTexts()).toEqual(
      expect.arrayContaining(['warehouse', 'email', 'rewards']),
    );
    expect(await page.locator('.box.is-dim .box-name').allInnerTexts()).toContain('checkout');
    await page.reload();
    await page.getByText('Said by warehouse/dispatch-order; heard by').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.focused').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
  });

  test('lists what nobody listens to, and poison events that belong to no order', async () => {
    const page = await open('/unheard');
    await shop.put({ source: 'shop.pricing', type: 'PriceChanged', detail: { data: { sku: 'sku-a' } } });
    await shop.put({
      source: 'shop.supplier',
      type: 'StockReceived',
      detail: { data: { deliveryId: 'd-bad', items: 7 } },
    });
    await page.locator('summary').getByText('PriceChanged').waitFor({ timeout: 60_000 });
    await page.locator('summary').getByText('StockReceived').click({ timeout: 60_000 });
    const command = `npx choreography redrive warehouse/receive-stock --endpoint-url ${shop.endpoint}`;
    await page.getByText(command, { exact: true }).waitFor();
  });

  test('is read with the keyboard alone: back in the list, one goes on where one was, with its filters', async () => {
    const page = await open('/');
    await row(page, 'o-none').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('o-');
    await page.keyboard.press('Enter');
    const focused = page.locator('.instance-row a:focus');
    const first = await focused.innerText();
    await page.keyboard.press('j');
    const second = await focused.filter({ hasNotText: first }).innerText();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/processes/checkout/instances/${second}`);
    await page.locator('main:focus').waitFor();
    await page.keyboard.press('u');
    await page.waitForURL('**/?q=o-');
    await row(page, second).waitFor();
    await page.keyboard.press('j');
    await focused.filter({ hasText: second }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForURL('**/map');
  });

  test('has nothing that axe complains of, in the light and in the dark theme', async () => {
    const click = (selector: string) => (page: Page) => page.locator(selector).first().click();
    await accessible(
      ['/'],
      ['/processes/checkout/instances/o-none'],
      ['/map'],
      ['/map?participant=email'],
      ['/participants'],
      ['/unheard'],
      ['/processes/checkout/instances/nobody'],
      ['/unheard', click('summary')],
      ['/processes/checkout/instances/o-none', click('button.line-row')],
      ['/', (page) => page.keyboard.press('?')],
    );
  });

  test('fits a phone', async () => {
    const page = await open('/', { viewport: { width: 360, height: 740 }, hasTouch: true });
    for (const path of ['/', '/processes/checkout/instances/o-none', '/map', '/participants', '/unheard']) {
      await page.goto(new URL(path, shop.url).href);
      await page.locator('.instance-row, .story, .rules, .participant, .unheard li').first().waitFor();
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360]);
      if (path !== '/') continue;
      // What its own place cuts off does not widen the page.
      const age = await page.locator('.instance-age').first().boundingBox();
      expect((age?.x ?? 360) + (age?.width ?? 0)).toBeLessThanOrEqual(360);
    }
  });

  test('reads earlier ones, and keeps them while others come', async () => {
    const changes = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({
        ...{ source: 'shop.pricing', type: 'PriceChanged' },
        detail: { data: { n: from + i } },
      }));
    for (let n = 0; n < 60; n += 10) await shop.put(...changes(n, n + 10));
    await shop.idle();
    const page = await open('/unheard');
    const list = page.locator('section').filter({ hasText: 'Nobody listens' });
    await list.locator('summary').first().waitFor();
    await list.getByRole('button', { name: 'Read earlier ones' }).click();
    await list.locator('summary').nth(60).waitFor();
    const before = await list.locator('summary').count();
    await shop.put(...changes(60, 63));
    await list
      .locator('summary')
      .nth(before + 2)
      .waitFor();
    expect(await list.locator('summary').count()).toBe(before + 3);
  });

  test('reads an order of many events to its end, and shows what comes after that', async () => {
    // As large as the contract lets it be: each character takes six in JSON.
    const line = { ...anOrderOf('o-long', 's').items[0], sku: '\u0001'.repeat(64), name: '\u0001'.repeat(200) };
    const order = { ...anOrderOf('o-long', 'sku-none'), items: Array(50).fill(line) };
    const awarded = (n: number) =>
      Array.from({ length: n }, () => ({
        source: 'shop.rewards',
        type: 'PointsAwarded',
        detail: { data: { order, points: 1, balance: 1 } },
      }));
    for (let n = 0; n < 48; n += 8) await shop.put(...awarded(8));
    await shop.idle();
    const page = await open('/processes/checkout/instances/o-long?by=time');
    await page.getByRole('button', { name: 'Read later events' }).click();
    await page.locator('.line-said').nth(47).waitFor();
    await shop.put(...awarded(1));
    await page.locator('.line-said').nth(48).waitFor();
    expect(await page.locator('.line-said').count()).toBe(49);
  });

  test('turns an order overdue when its deadline passes, names who owes what, and says when it comes after all', async () => {
    const rule = (
      await shop.aws(
        ...['events', 'list-rules', '--event-bus-name', 'checkout', '--query', 'Rules[].Name', '--output', 'text'],
      )
    )
      .split(/\s+/)
      .find((name) => name.includes('ConfirmOrder'));
    expect(rule).toBeDefined();
    await shop.receive('sku-c', 5);
    await shop.aws('events', 'disable-rule', '--event-bus-name', 'checkout', '--name', String(rule));
    const page = await open('/');
    await shop.place(anOrderOf('o-late', 'sku-c'));
    await row(page, 'o-late').getByText('Waiting for confirmed, due in').waitFor();
    await shop.clock({ hold: true });
    await shop.clock({ moveBy: '6 minutes' });
    await row(page, 'o-late').getByText('Missing: confirmed (email)').waitFor();
    await page.getByText('confirmed owed by email').waitFor();
    await row(page, 'o-late').getByRole('link').click();
    await page.getByText('email/confirm-order should have said OrderConfirmationSent').waitFor();
    await text(page, '.instance-is', 'Late: confirmed should have happened by now');
    await text(page, '.line-owed', /OrderConfirmationSent/);
    await accessible(['/processes/checkout/instances/o-late']);

    await shop.clock({ release: true });
    await shop.aws('events', 'enable-rule', '--event-bus-name', 'checkout', '--name', String(rule));
    await shop.place(anOrderOf('o-late', 'sku-c'));
    await text(
      page,
      '.instance-is',
      /^Completed, but late: confirmed came .+ after its deadline\. Every step was done/,
    );
    await text(page, '.step-late', 'late');
    await page.locator('.line-said.is-overdue').getByText('CheckoutOverdue').waitFor();
    await page.keyboard.press('u');
    await row(page, 'o-late')
      .getByText(/^Completed in .+, late: confirmed$/)
      .waitFor();
  });
});
