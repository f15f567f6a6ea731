import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

/* The pictures that the stores show: the app's own screens, drawn by its own code, in the sizes that they ask for. */

const FOLDER = fileURLToPath(new URL('../../../target/store/', import.meta.url));

/** App Store Connect's and Play's sizes in pixels, as points and their scale; an iPad on its side, as it stands on a desk. */
const STORES = [
  { store: 'iphone-6.9', width: 440, height: 956, scale: 3, way: 'iphone' },
  { store: 'ipad-13', width: 1376, height: 1032, scale: 2, way: 'ipad' },
  { store: 'android', width: 360, height: 640, scale: 3, way: 'android' },
] as const;
/** The way in six pictures, by each system's own screens. */
const WAY = {
  iphone: ['welcome', 'certificates', 'certificate-ios', 'hand-over', 'settings-steps', 'done-said'],
  ipad: ['welcome', 'certificates', 'certificate-ios', 'settings-steps-ipad', 'done-said', 'home-many'],
  android: ['welcome', 'certificates', 'certificate', 'installing', 'verify', 'done'],
} as const;

for (const { store, width, height, scale, way } of STORES) {
  for (const language of ['ja', 'en'] as const) {
    test.describe(`${store} ${language}`, () => {
      test.use({ viewport: { width, height }, deviceScaleFactor: scale });
      WAY[way].forEach((view, index) => {
        test(view, async ({ page }) => {
          await page.goto(`/gallery.html?view=${view}&language=${language}&theme=light`);
          await page.locator('html[data-ready]').waitFor();
          // Whichever phone was the sample's.
          await page.evaluate((platform) => {
            window.change({ platform });
          }, way);
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
