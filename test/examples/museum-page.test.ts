import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { startRuntime } from 'choreography/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedMonitor, serveMonitor } from '../../packages/choreography/src/cli/monitor/serve-monitor.ts';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';

const museum = resolve(import.meta.dirname, '../../examples/museum');

inChromium("The museum's page", () => {
  const browser = aBrowser();
  let runtime: Awaited<ReturnType<typeof startRuntime>>;
  let served: ServedMonitor;

  beforeAll(async () => {
    runtime = await startRuntime({ cdkOut: await synthesized(museum), port: 0 });
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const access = { endpoint: runtime.endpoint, region: 'us-east-1', credentials };
    const { monitor } = JSON.parse(readFileSync(join(museum, 'choreography.json'), 'utf8'));
    served = await serveMonitor(access, monitor, 0);
    const Entries = JSON.parse(readFileSync(join(museum, 'events/samples/loan-with-damage.json'), 'utf8'));
    await new EventBridgeClient(access).send(new PutEventsCommand({ Entries }));
    await runtime.idle();
  }, 120_000);

  afterAll(async () => {
    await served?.stop();
    await runtime?.stop();
    expect(browser.problems).toEqual([]);
  });

  const keys = (page: Page) => page.getByRole('link', { name: /^1002/ }).allTextContents();

  test('shows both processes, and those of one alone when it is chosen', { timeout: 60_000 }, async () => {
    const page = await browser.open(served.url);
    const processes = page.getByRole('navigation', { name: 'Processes' });
    await page.getByRole('link', { name: '1002/w-99' }).waitFor();
    expect(await processes.getByRole('link').allTextContents()).toEqual([
      'All processes',
      expect.stringMatching(/^Loans/),
      expect.stringMatching(/^Treatments/),
    ]);
    expect((await keys(page)).sort()).toEqual(['1002', '1002/w-99']);

    await processes.getByRole('link', { name: 'Treatments' }).click();
    await page.getByRole('link', { name: '1002', exact: true }).waitFor({ state: 'detached' });
    expect(await keys(page)).toEqual(['1002/w-99']);

    await processes.getByRole('link', { name: 'Loans' }).click();
    await page.getByRole('link', { name: '1002', exact: true }).waitFor();
    expect(await keys(page)).toEqual(['1002']);

    await page.getByRole('link', { name: '1002', exact: true }).click();
    await page.getByRole('heading', { name: /1002/ }).waitFor();
    await page.getByText('LoanInsured').first().waitFor();
  });
});
