import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { startRuntime } from 'choreography/local';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedMonitor, serveMonitor } from '../../packages/choreography/src/cli/monitor/serve-monitor.ts';
import { aBrowser, inChromium } from '../../packages/choreography/test/browser/in-chromium.ts';

const museum = resolve(import.meta.dirname, '../../examples/museum');
const bin = resolve(import.meta.dirname, '../../packages/choreography/bin/choreography.mjs');

inChromium("The museum's page", () => {
  const cdkOut = mkdtempSync(join(tmpdir(), 'museum-page-'));
  const browser = aBrowser();
  let runtime: Awaited<ReturnType<typeof startRuntime>>;
  let served: ServedMonitor;

  beforeAll(async () => {
    const env = { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: cdkOut };
    await promisify(execFile)('node', [bin, 'synth'], { cwd: museum, env });
    runtime = await startRuntime({ cdkOut, port: 0 });
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
    rmSync(cdkOut, { recursive: true, force: true });
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
