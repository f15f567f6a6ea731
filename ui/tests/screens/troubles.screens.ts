import { expect, test } from '@playwright/test';
import { headline, heard, open } from './gallery.ts';

/* The list of troubles. */

test.describe('the list of troubles', () => {
  test('stands by the stages of the flow', async ({ page }) => {
    await open(page, 'overlay-troubleshooting');
    await page.getByTestId('other-symptoms').locator('summary').click();
    for (const [stage, symptom] of [
      ['prepare', 'login-locked'],
      ['download', 'list-empty'],
      ['install', 'android-wifi'],
      ['verify', 'verify-fails'],
      ['other', 'lost-phone'],
    ] as const) {
      await expect(page.getByTestId(`symptoms-${stage}`).getByTestId(`symptom-${symptom}`)).toBeVisible();
    }
  });

  test('is searched by words, in any kana and any width, and a symptom is the headline of its steps', async ({
    page,
  }) => {
    await open(page, 'overlay-troubleshooting-login');
    const field = page.locator('#symptom-search');
    await field.fill('ｗｉ－ｆｉ');
    await expect(page.getByTestId('symptom-android-wifi')).toBeVisible();
    await expect(page.getByTestId('symptom-lost-phone')).toHaveCount(0);
    await field.fill('ぱすわーど');
    await expect(page.getByTestId('symptom-login-wrong')).toBeVisible();
    await expect(page.locator('#symptom-search-hint')).toContainText(/\d/);
    const row = page.getByTestId('symptom-certificate-password');
    const title = await row.innerText();
    await row.click();
    await expect(headline(page)).toHaveText(title.trim());
    await page.getByTestId('answer-0').click();
    await expect(headline(page)).toHaveText(title.trim());
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue('ぱすわーど');
    await field.fill('xyzzy');
    await expect(page.locator('[data-shown] [data-testid^=symptom-]')).toHaveCount(0);
    await expect(page.getByTestId('ask-help-desk')).toBeVisible();
  });

  test('has what else leads to a certificate where a log-in was asked for, and the log-in itself has not', async ({
    page,
  }) => {
    await open(page, 'login');
    await expect(page.getByTestId('open-scan')).toHaveCount(0);
    await expect(page.getByTestId('open-browser')).toHaveCount(0);
    await open(page, 'overlay-troubleshooting-login');
    await page.locator('[data-shown]').getByTestId('open-scan').click();
    expect(await heard(page)).toEqual([{ id: 'open', page: 'scan' }]);
    await expect(page.locator('[data-shown]').getByTestId('open-browser')).toBeVisible();
  });
});
