import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo } from '../../packages/choreography/src/cli/aws/endpoint.ts';
import { type ServedMonitor, serveMonitor } from '../../packages/choreography/src/cli/monitor/serve-monitor.ts';
import { readSettings } from '../../packages/choreography/src/cli/project/settings.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from './monitored-shop.ts';

inChromium('A monitor whose API is away', () => {
  let shop: MonitoredShop;
  let served: ServedMonitor;
  const browser = aBrowser();
  beforeAll(async () => {
    shop = await aMonitoredShop();
    served = await serveMonitor(accessTo(shop.endpoint), readSettings().monitor, 0);
  }, 180_000);
  afterAll(async () => {
    await served?.stop();
    await shop?.stop();
    expect(browser.problems).toEqual([]);
  });

  const order = (page: Page, name: string) => page.getByRole('list', { name: 'Orders' }).getByRole('link', { name });

  test('says so, loses nothing on the screen, tries again by itself, and goes on when it is back', async () => {
    await shop.receive('sku-a', 5);
    await shop.place(anOrderOf('o-before', 'sku-a'));
    const page = await browser.open(served.url);
    await order(page, 'o-before').waitFor();

    const port = Number(new URL(served.url).port);
    await served.stop();
    await page.getByText('The monitor’s API does not answer.').waitFor();
    await page.getByText(/Next try in \d+ s/).waitFor();
    await shop.place(anOrderOf('o-meanwhile', 'sku-a'));
    await page.getByRole('link', { name: 'Participants' }).click();
    await page.getByRole('link', { name: 'Orders' }).click();
    await order(page, 'o-before').waitFor();

    served = await serveMonitor(accessTo(shop.endpoint), readSettings().monitor, port);
    await order(page, 'o-meanwhile').waitFor();
    await page.getByText('The monitor’s API does not answer.').waitFor({ state: 'detached' });
    await page.getByText('Live').waitFor();
  }, 120_000);
});
