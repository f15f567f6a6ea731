import type { Page } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import type { Language } from '../../src/i18n/catalogue.ts';
import type { View } from '../../src/types/View.ts';

/* The gallery's page, as the tests of behaviour use it. */

const WORN = { theme: 'system', furigana: 'shown', textSize: 'usual' } as const;

/** Opens a sample on a new page; more of its address may follow the name. */
export async function open(page: Page, name: string): Promise<void> {
  await page.goto(`/gallery.html?view=${name}`);
  await page.locator('html[data-ready]').waitFor();
}

/** Draws a sample on the page that is open. */
export function draw(page: Page, name: string, language: Language = 'ja'): Promise<void> {
  return page.evaluate(([name, worn]) => globalThis.window.draw(name, worn), [name, { ...WORN, language }] as const);
}

/** Shows the View that is drawn with some of it otherwise, on the same app. */
export function change(page: Page, otherwise: Partial<View>): Promise<void> {
  return page.evaluate((otherwise) => globalThis.window.change(otherwise), otherwise);
}

/** What the app that is drawn has said to Rust. */
export function heard(page: Page): Promise<unknown[]> {
  return page.evaluate(() => globalThis.window.heard.map((each) => JSON.parse(each) as unknown));
}

/** The View of a sample. */
export function viewOf(name: string): View {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample is called ${name}`);
  return sample.view;
}

/** Pixels that the page is scrolled. */
export function top(page: Page): Promise<number> {
  return page.evaluate(() => scrollY);
}

/** The headline of what is shown. */
export function headline(page: Page) {
  return page.locator('[data-shown] h1');
}
