import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { violations } from '../browser/accessibility.ts';
import { aBrowser, inChromium } from '../browser/in-chromium.ts';
import { BookFetched, BookLent, BooksPosted, BooksReturned, LoanCancelled, MemberJoined } from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

/** The page on the real local runtime, with two processes on one bus. */
inChromium("The monitor's page with two processes", { timeout: 120_000 }, () => {
  let library: MonitoredLibrary;
  const browser = aBrowser();
  beforeAll(async () => {
    library = await aMonitoredLibrary();
    await library.clock({ hold: true });
    const done = aLoan('l-done');
    await library.put(
      ...[BookLent, BooksPosted, BooksReturned].map((event) => ({ event, data: { loan: done } })),
      { event: BookFetched, data: { loan: done, isbn: 'isbn-0' } },
      { event: BookLent, data: { loan: aLoan('l-late', 3, 8) } },
      { event: BookFetched, data: { loan: aLoan('l-late', 3, 8), isbn: 'isbn-1' } },
      { event: BookLent, data: { loan: aLoan('l-ended') } },
      { event: LoanCancelled, data: { loan: aLoan('l-ended') } },
      { event: MemberJoined, data: { member: { number: 13, name: 'Nobody' } } },
      { event: { source: 'library.garden', type: 'HedgeCut' }, data: { loan: { id: 'l-late' }, metres: 3 } },
    );
    await library.idle();
    await library.clock({ moveBy: '40 minutes' });
  }, 180_000);
  afterAll(async () => {
    await library?.stop();
    expect(browser.problems).toEqual([]);
  });

  const open = (path: string, options = {}) => browser.open(new URL(path, library.url).href, options);
  const row = (page: Page, key: string) => page.locator('.instance-row').filter({ hasText: key });
  const told = (page: Page, selector: string) => page.locator(selector).innerText();

  test('shows what is missing over both at once, and each by itself in its own words', async () => {
    const page = await open('/');
    await page.getByRole('heading', { name: '2 instances lack what should have happened' }).waitFor();
    await page.getByText('fetched owed by stacks').waitFor();
    await page.getByText('paid owed by desk').waitFor();
    for (const [key, process] of [
      ['l-late', 'loan'],
      ['13', 'membership'],
    ] as const)
      await row(page, key).filter({ hasText: process }).waitFor();

    await page
      .getByRole('navigation', { name: 'Processes' })
      .getByRole('link', { name: /^Loans/ })
      .click();
    await page.waitForURL('**/?process=loan');
    await page.getByRole('heading', { name: '1 loan lacks what should have happened' }).waitFor();
    expect(await page.locator('.instances-head').innerText()).toMatch(/^Loan\s+Member\s/);
    await row(page, 'l-ended').getByText('Ended early').waitFor();
    expect(await row(page, '13').count()).toBe(0);
    await page.getByRole('link', { name: 'Ended early' }).click();
    await page.locator('.instances-told', { hasText: /^1 loan/ }).waitFor();

    await page
      .getByRole('navigation', { name: 'Processes' })
      .getByRole('link', { name: /^Members/ })
      .click();
    await page.getByRole('heading', { name: '1 member lacks what should have happened' }).waitFor();
    await page.getByText('paid owed by desk').click();
    await row(page, '13').getByText('Missing: paid (desk)').waitFor();
  });

  test('shows one instance against the steps of its own process: what repeats, what is optional, what is one of several', async () => {
    const page = await open('/processes/loan/instances/l-late');
    await page.getByText('Late: fetched should have happened by now').waitFor();
    expect(await told(page, '.instance-facts')).toMatch(/^Started .* · member 8 · process loan$/);
    const step = (name: string) => page.locator('.step').filter({ hasText: name });
    await step('fetched').getByText('1 of 3').waitFor();
    await step('reminded').getByText('optional').waitFor();
    await step('posted').getByText('or collected').waitFor();
    await page.getByText('stacks should have said BookFetched (1 of 3 so far)').waitFor();
    await page.locator('.line-said.is-overdue').getByText('LoanOverdue').waitFor();
    const stuck = await open('/processes/membership/instances/13');
    await stuck
      .getByText(
        `npx choreography redrive desk/take-fees --key 13 --process membership --endpoint-url ${library.endpoint}`,
        {
          exact: true,
        },
      )
      .waitFor();
    expect(await stuck.locator('.step-name').allInnerTexts()).toEqual([
      expect.stringContaining('MemberJoined'),
      expect.stringContaining('paid'),
    ]);
  });

  test('is found by a key wherever it is, and fits a phone', async () => {
    const page = await open('/', { viewport: { width: 360, height: 740 }, hasTouch: true });
    await row(page, 'l-late').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.locator('#search').fill('13');
    await row(page, '13').waitFor();
    await vi.waitFor(async () => expect(await page.locator('.instance-row').count()).toBe(1));
  });

  test('has nothing that axe complains of, in the light and in the dark theme', async () => {
    const page = await open('/', { bypassCSP: true });
    for (const path of ['/', '/processes/loan/instances/l-late', '/participants', '/map', '/unheard']) {
      await page.goto(new URL(path, library.url).href);
      await page.locator('.instance-row, .story, .participant, .rules, .unheard summary').first().waitFor();
      if (path === '/unheard') await page.locator('summary').first().click();
      expect([path, ...(await violations(page))]).toEqual([path]);
    }
  }, 240_000);
});
