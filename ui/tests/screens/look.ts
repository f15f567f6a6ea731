import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';
import { samples } from '../../gallery/samples.ts';
import type { Language } from '../../src/lib/messages.ts';
import { measure } from './measure.ts';
import type { Size } from './sizes.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOLDER = fileURLToPath(new URL('../../../target/screens/', import.meta.url));

/** The languages of the matrix. */
export const LANGUAGES: readonly Language[] = ['ja', 'ja-easy', 'en'];

/** Where the picture of a sample is put, below the folder of its size. */
export function picture(name: string, language: Language): string {
  return language === 'ja' ? `${name}.png` : `${name}.${language}.png`;
}

/** Photographs one sample in one language at one size; it must measure well, and axe must find nothing. */
export async function look(page: Page, name: string, language: Language, size: Size): Promise<void> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  if (size.textPercent !== 100) {
    // The reader's text size, so that rem in media queries follows it too.
    const devtools = await page.context().newCDPSession(page);
    const pixels = Math.round((16 * size.textPercent) / 100);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: pixels } });
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: size.scheme });
  await page.goto(`/gallery.html?view=${name}&language=${language}&voice=1`);
  await arrived(page, name);

  if (size.whole) await wholePage(page, size);
  problems.push(...(await page.evaluate(measure)));
  await page.screenshot({ path: `${FOLDER}${size.name}/${picture(name, language)}` });

  // Nothing may be hidden under the bar of actions by chance of where the page ends.
  await wholePage(page, size);
  await page.evaluate(AXE);
  const result = await page.evaluate(async () =>
    (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    }),
  );
  problems.push(
    ...result.violations.map((each) => `axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join('; ')}`),
  );
  expect(problems, problems.join('\n')).toEqual([]);
}

async function arrived(page: Page, name: string): Promise<void> {
  const sample = samples[name];
  await page.locator('html[data-ready]').waitFor();
  if (sample?.view.system) await page.locator('[data-system]').waitFor();
  if (sample?.then) await page.waitForTimeout(150);
  await page.evaluate(() => document.fonts.ready);
}

async function wholePage(page: Page, size: Size): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
}
