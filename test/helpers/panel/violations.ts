import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds serious or critical in a page, a line a rule with the first elements that break it. */
export async function violations(page: Page): Promise<readonly string[]> {
  // The page's policy forbids foreign scripts, to the test as well: axe goes in through the debugger.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html).join(" | ")))',
  );
  return found as readonly string[];
}
