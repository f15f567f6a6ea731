import { expect, test } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import { draw, open } from './gallery.ts';

/* What eyes and readers get: lettering, names, colours of the system. */

test('lettering in drawings stays legible at 320', async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto('/gallery.html');
  const found = new Set<string>();
  for (const name of Object.keys(samples)) {
    await draw(page, name);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<SVGTextElement>('[data-shown] svg.drawing text')].flatMap((text) => {
        const svg = text.ownerSVGElement;
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 0;
        const size = scale * parseFloat(text.getAttribute('font-size') ?? '0');
        return text.checkVisibility() && size < 11
          ? [`${svg?.ariaLabel ?? ''}: ${text.textContent} at ${size.toFixed(1)} px`]
          : [];
      }),
    );
    small.forEach((each) => found.add(each));
  }
  expect([...found]).toEqual([]);
});

test('readings are no part of names', async ({ page }) => {
  await open(page, 'certificate&language=ja-easy');
  await expect(page.locator('[data-shown] rt').first()).toBeVisible();
  await expect(page.locator('[data-shown] [data-main]')).toHaveAccessibleName(/^このスマホに\s*入\s*\u2060?れる$/);
});

test('a button that says the other thing once it is pressed is not called pressed besides', async ({ page }) => {
  await open(page, 'settings-steps');
  const button = page.getByTestId('reveal');
  const before = await button.innerText();
  await button.click();
  await expect(page.getByTestId('revealed')).toBeVisible();
  expect(await button.innerText()).not.toBe(before);
  await expect(page.locator('[aria-pressed]')).toHaveCount(0);
  await open(page, 'certificate-password');
  await page.locator('.field__toggle').click();
  await expect(page.locator('[aria-pressed]')).toHaveCount(0);
});

test('in forced colours the strip of practice is told from the page', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page, 'practice-login');
  const strip = page.locator('.practice-strip');
  const edge = await strip.evaluate((each) => getComputedStyle(each).borderBottomWidth);
  expect(edge).toBe('2px');
  const [words, ground] = await strip.evaluate((each) => [
    getComputedStyle(each).color,
    getComputedStyle(each).backgroundColor,
  ]);
  expect(words).not.toBe(ground);
});
