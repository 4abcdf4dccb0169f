import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, describe } from 'vitest';
import { cliIsInstalled } from '../aws-cli/aws-cli.ts';
import { executable, launch } from './chromium.ts';

if (!executable) {
  console.log('No Chromium on this machine: the tests of the page are skipped (CHROMIUM_PATH names one).');
}

if (!cliIsInstalled) {
  console.log('No AWS CLI on this machine: the tests of the page, which call the engine with it, are skipped.');
}

/** Tests in a real browser, with calls of the AWS CLI; a machine without one of them skips them. */
export const inChromium = describe.skipIf(!executable || !cliIsInstalled);

/**
 * A browser for a file of tests. Each page that it opens has a context of its own, until its test ends; `problems` gathers all that the pages
 * complain of: errors thrown, and what their Content Security Policy refused.
 */
export function aBrowser() {
  let browser: Promise<Browser> | undefined;
  const problems: string[] = [];
  afterEach(async () => {
    for (const context of (await browser)?.contexts() ?? []) await context.close();
  });
  afterAll(async () => (await browser)?.close());
  return {
    problems,
    async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
      browser ??= launch();
      const page = await (
        await (await browser).newContext({ viewport: { width: 1280, height: 800 }, ...options })
      ).newPage();
      page.on('pageerror', (error) => problems.push(String(error.stack)));
      page.on('console', (message) => {
        const text = message.text();
        // What the API answers with 404 or 502 is told by the browser too; the page says it better.
        if (message.type() === 'error' && !text.startsWith('Failed to load resource')) problems.push(text);
      });
      await page.goto(url);
      return page;
    },
  };
}
