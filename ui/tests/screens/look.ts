import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type CDPSession, type Page } from '@playwright/test';
import type axe from 'axe-core';
import type { Language } from '../../src/i18n/catalogue.ts';
import { measure } from './measure.ts';
import { foreignFonts, LETTERS, wear } from './letters.ts';
import { PORT } from './port.ts';
import type { Size } from './sizes.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOLDER = fileURLToPath(new URL('../../../target/screens/', import.meta.url));
/** Pixels up to which a window counts as low: 30 rem. */
const LOW = 480;
/** Pixels of a rem at 100 %. */
const TEXT = 16;

/** The languages of the matrix. */
export const LANGUAGES: readonly Language[] = ['ja', 'ja-easy', 'en'];

/** The languages in which the sample at this index is looked at. */
export function languagesOf(index: number, size: Size): readonly Language[] {
  return size.inTurn ? LANGUAGES.filter((_, turn) => turn === index % LANGUAGES.length) : LANGUAGES;
}

/** Where the picture of a sample is put, below the folder of its size. */
export function picture(name: string, language: Language): string {
  return language === 'ja' ? `${name}.png` : `${name}.${language}.png`;
}

/** One page for all that a worker looks at; the samples are drawn on it one after the other. */
interface Window {
  page: Page;
  devtools: CDPSession;
  /** What the page complained about. */
  complaints: string[];
  textPercent: number;
}

export const test = base.extend<object, { window: Window }>({
  window: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        baseURL: `http://127.0.0.1:${PORT}`,
        locale: 'ja-JP',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      // The back gesture is not looked at here, and its entries would outlive the sample that made them.
      await page.addInitScript(() => (history.pushState = () => undefined));
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
      });
      await page.goto('/gallery.html?voice=1');
      await page.evaluate(AXE);
      const devtools = await context.newCDPSession(page);
      await devtools.send('DOM.enable');
      await devtools.send('CSS.enable');
      // The first of these changes nothing yet.
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: TEXT, fixed: TEXT } });
      await use({ page, devtools, complaints, textPercent: 100 });
      await context.close();
    },
    { scope: 'worker' },
  ],
});

const ALL = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** Of axe's rules, those that depend on colours and sizes; the others say the same of a screen however it is shown. */
const SEEN = ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable'];

/**
 * Photographs one sample in one language at one size; it must measure well, and axe must find nothing. `again`: its
 * words were looked at in another size already.
 */
export async function look(window: Window, name: string, language: Language, size: Size, again = false): Promise<void> {
  const { page } = window;
  await resizeText(window, size.textPercent);
  await page.setViewportSize(size);
  await page.emulateMedia({
    colorScheme: size.scheme,
    contrast: size.contrast === 'more' ? 'more' : 'no-preference',
    forcedColors: size.contrast === 'forced' ? 'active' : 'none',
  });
  window.complaints.length = 0;
  await page.evaluate(
    ([name, language, textSize]) =>
      globalThis.window.draw(name, { language, theme: 'system', furigana: 'shown', textSize }),
    [name, language, size.textSize ?? 'usual'] as const,
  );

  if (size.whole) await wholePage(page, size);
  const problems = size.strained ? await strain(window, size) : await page.evaluate(measure, true);
  await page.screenshot({ path: `${FOLDER}${size.name}/${picture(name, language)}` });

  await uncover(page, size);
  const result = await page.evaluate(
    async ({ runOnly, forced }) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly,
        resultTypes: ['violations'],
        // Where the system chooses the colours, they are not the app's to judge.
        rules: { 'color-contrast': { enabled: !forced } },
      }),
    { runOnly: again ? { type: 'rule' as const, values: SEEN } : ALL, forced: size.contrast === 'forced' },
  );
  problems.push(
    ...window.complaints,
    ...result.violations.map((each) => `axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join('; ')}`),
  );
  expect(problems, problems.join('\n')).toEqual([]);
}

/**
 * What is wrong with the page in the phone's letters and in the widest, with the reader's text at 100 and at 200 %; it is
 * left as it was found.
 */
async function strain(window: Window, { textPercent }: Size): Promise<string[]> {
  const { page, devtools } = window;
  const problems: string[] = [];
  for (const letters of LETTERS) {
    await wear(page, letters);
    for (const percent of [100, 200]) {
      await resizeText(window, percent);
      const found = await page.evaluate(measure, letters === 'phone');
      problems.push(...found.map((each) => `${letters} letters, text at ${percent} %: ${each}`));
    }
    problems.push(...(await foreignFonts(devtools, letters)));
  }
  await wear(page, 'phone');
  await resizeText(window, textPercent);
  return problems;
}

/** The reader's text size, so that rem in media queries follows it too. */
async function resizeText(window: Window, percent: number): Promise<void> {
  if (percent === window.textPercent) return;
  const pixels = Math.round((TEXT * percent) / 100);
  await window.devtools.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: pixels } });
  window.textPercent = percent;
  await measured(window.page);
}

/** The room is measured anew once a frame has been laid out. */
async function measured(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

/** Nothing may be hidden under the bar of actions by chance of where the page ends. */
async function uncover(page: Page, size: Size): Promise<void> {
  if (size.height > LOW) return wholePage(page, size);
  // A higher window would be another layout.
  await page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLElement>('.actions')) each.style.position = 'static';
  });
}

async function wholePage(page: Page, size: Size): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
}
