import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

/* The pictures that the stores show: the app's own screens, drawn by its own code, in the sizes that they ask for. */

const FOLDER = fileURLToPath(new URL('../../../target/store/', import.meta.url));

/** App Store Connect's and Play's sizes in pixels, as points and their scale. */
const STORES = [
  { store: 'iphone-6.9', width: 440, height: 956, scale: 3, apple: true },
  { store: 'ipad-13', width: 1032, height: 1376, scale: 2, apple: true },
  { store: 'android', width: 360, height: 640, scale: 3, apple: false },
] as const;
/** The way in six pictures; on Apple's systems by its own screens. */
const WAY = {
  apple: ['welcome', 'certificates', 'certificate-ios', 'hand-over', 'settings-steps', 'done-said'],
  android: ['welcome', 'certificates', 'certificate', 'installing', 'verify', 'done'],
} as const;

for (const { store, width, height, scale, apple } of STORES) {
  for (const language of ['ja', 'en'] as const) {
    test.describe(`${store} ${language}`, () => {
      test.use({ viewport: { width, height }, deviceScaleFactor: scale });
      WAY[apple ? 'apple' : 'android'].forEach((view, index) => {
        test(view, async ({ page }) => {
          await page.goto(`/gallery.html?view=${view}&language=${language}&theme=light`);
          await expect(page.locator('[data-shown] h1')).toBeVisible();
          await page.evaluate(async () => {
            await document.fonts.ready;
          });
          await page.screenshot({ path: `${FOLDER}${language}/${store}-${index + 1}-${view}.png` });
        });
      });
    });
  }
}
