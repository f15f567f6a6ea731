import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type axe from 'axe-core';
import { samples } from '../../gallery/samples.ts';
import { measure } from './measure.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOLDER = fileURLToPath(new URL('../../../target/screens/', import.meta.url));

for (const name of Object.keys(samples)) {
  test(name, async ({ page, context }, { project }) => {
    const { textPercent, whole } = project.metadata as { textPercent: number; whole: boolean };
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    if (textPercent !== 100) {
      // The reader's text size, so that rem in media queries follows it too.
      const devtools = await context.newCDPSession(page);
      const size = Math.round((16 * textPercent) / 100);
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } });
    }
    await page.goto(`/gallery.html?view=${name}`);
    await page.locator('[data-shown] h1').waitFor();
    if (samples[name]?.view.system) await page.locator('[data-system]').waitFor();
    if (samples[name]?.then) await page.waitForTimeout(150);
    await page.evaluate(() => document.fonts.ready);

    const viewport = page.viewportSize();
    if (whole && viewport) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: viewport.width, height: Math.max(viewport.height, height) });
    }
    problems.push(...(await page.evaluate(measure)));
    await page.screenshot({ path: `${FOLDER}${project.name}/${name}.png` });

    // Nothing may be hidden under the bar of actions by chance of where the page ends.
    if (viewport) {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: viewport.width, height: Math.max(viewport.height, height) });
    }
    await page.evaluate(AXE);
    const result = await page.evaluate(async () =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    );
    problems.push(
      ...result.violations.map(
        (each) => `axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join('; ')}`,
      ),
    );
    expect(problems, problems.join('\n')).toEqual([]);
  });
}
