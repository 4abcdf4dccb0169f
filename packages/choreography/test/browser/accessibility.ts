import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong with a page (WCAG 2.2 at levels A and AA, and its best practices): one sentence a finding. */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe }).catch(() => {});
  const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
    id: string;
    help: string;
    nodes: { html: string; failureSummary: string }[];
  }[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)}: ${failureSummary}`),
  );
}
