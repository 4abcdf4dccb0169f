import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds wrong with a page (WCAG 2.2 at levels A and AA, and its best practices): one sentence a finding. All its
 * rules are tried in the light theme, and in the dark one those of colours: the style sheet alone knows the theme.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findings(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findings(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  return [...light.map((finding) => `light: ${finding}`), ...dark.map((finding) => `dark: ${finding}`)];
}

async function findings(page: Page, options: object): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run({ resultTypes: ['violations'], ...${JSON.stringify(options)} }).then(({ violations }) => violations)`,
  )) as { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)}: ${failureSummary}`),
  );
}
