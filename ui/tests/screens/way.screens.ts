import { expect, test, type Page } from '@playwright/test';
import { heard, open } from './gallery.ts';

/* What is seen on the way: the first screen, the hand-over, Settings, what home says of an end. */

test('the first screen asks for the notice, says how long it takes, and has help in its bar', async ({ page }) => {
  await open(page, 'welcome');
  const letter = page.getByTestId('letter-at-hand');
  await expect(letter.getByRole('heading')).toBeVisible();
  await expect(letter.getByRole('img')).toBeVisible();
  await expect(page.locator('[data-shown] .lead')).toContainText('5分');
  await page.locator('[data-shown] .bar-top').getByTestId('help').click();
  await letter.getByTestId('open-pc-card').click();
  await page.locator('[data-shown] .bar-top').getByTestId('open-language').click();
  expect(await heard(page)).toEqual([
    { id: 'open', page: 'troubleshooting' },
    { id: 'open', page: 'pc-card' },
    { id: 'open', page: 'settings' },
  ]);
});

test('what the first screen asks for is explained where it stands', async ({ page }) => {
  await open(page, 'welcome');
  for (const [term, said] of [
    ['login', '電子請求受付システム'],
    ['certificate', '証明書発行用パスワード'],
  ] as const) {
    const button = page.locator('[data-shown] .needs').getByTestId(`term-${term}`);
    await button.click();
    const text = page.locator(`[id="${String(await button.getAttribute('aria-controls'))}"]`);
    await expect(text).toContainText(said);
    await button.click();
    await expect(text).toBeHidden();
  }
});

test('every tap of the hand-over is drawn before it comes, the button of the page first', async ({ page }) => {
  for (const name of ['certificate-ios', 'hand-over']) {
    await open(page, name);
    const first = page.locator('[data-shown] .step').first();
    await expect(first.getByRole('img')).toHaveAccessibleName(/受け取る/);
    await expect(page.locator('[data-shown] .step')).toHaveCount(4);
  }
});

test('after Safari was closed too early the headline says so', async ({ page }) => {
  await open(page, 'certificate-not-fetched');
  await expect(page.locator('[data-shown] h1')).toContainText('まだ');
});

/** Where a part stands in the window, without what sticks over it. */
async function seenAt(page: Page, selector: string): Promise<{ above: number; below: number }> {
  return page
    .locator(selector)
    .first()
    .evaluate((part) => {
      const { top, bottom } = part.getBoundingClientRect();
      const edges = [...document.querySelectorAll('.actions')]
        .filter((bar) => getComputedStyle(bar).position === 'sticky')
        .map((bar) => bar.getBoundingClientRect().top);
      return { above: top, below: Math.min(innerHeight, ...edges) - bottom };
    });
}

for (const [width, height, languages] of [
  [320, 568, ['ja', 'en']],
  [390, 844, ['ja', 'ja-easy', 'en']],
] as const) {
  for (const language of languages) {
    test(`the steps in Settings are seen at once at ${width}×${height} in ${language}: password, what to press`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height });
      await open(page, `settings-steps&language=${language}`);
      for (const part of ['[data-testid=reveal]', '[data-testid=copy]', '[data-shown] .d-ring']) {
        const { above, below } = await seenAt(page, part);
        expect(above, part).toBeGreaterThanOrEqual(0);
        expect(below, part).toBeGreaterThanOrEqual(0);
      }
    });
  }
}

test('what has expired is no due one, and the last day is not zero days', async ({ page }) => {
  const words = async () => (await page.locator('[data-shown] main').innerText()).replace(/[\u200b\u2060]/g, '');
  await open(page, 'home-expired');
  expect(await words()).toMatch(/期限(?:が|は)切れ/);
  expect(await words()).not.toContain('期限の近い');
  await expect(page.locator('[data-shown] [data-kind=proven]')).toHaveCount(0);
  await open(page, 'home-last-day');
  expect(await words()).not.toMatch(/あと0日|0日/);
  expect(await words()).toMatch(/今日|きょう|本日/);
});

test('no button says 「もう一度」 before the first try, and after it each does', async ({ page }) => {
  for (const [first, then] of [
    ['login', 'login-wrong'],
    ['certificate-password', 'certificate-password-wrong'],
    ['verify', 'verify-denied'],
  ] as const) {
    for (const [name, again] of [
      [first, false],
      [then, true],
    ] as const) {
      await open(page, name);
      const words = (await page.locator('[data-shown] .actions').innerText()).replace(/[\u200b\u2060]/g, '');
      expect(words.includes('もう一度'), name).toBe(again);
    }
  }
});

test('the last stage has its word alone: under the password nothing is 確認', async ({ page }) => {
  for (const state of ['', '-wrong', '-working', '-slow', '-slow-working']) {
    await open(page, `certificate-password${state}`);
    await expect(page.locator('[data-shown] .actions')).not.toContainText('確認');
  }
  await open(page, 'verify');
  await expect(page.locator('[data-shown] [data-main]')).toContainText('確認');
});

test('the facility card says which app it is for and where to get it, and what the code opens under a host', async ({
  page,
}) => {
  const paper = async (name: string) => {
    await open(page, name);
    const words = await page.locator('[data-shown] [data-testid=card-preview]').innerText();
    return words.replace(/[\u200b\u2060\s]/g, '');
  };
  const plain = await paper('overlay-card');
  expect(plain).toContain('証明書ナビ');
  expect(plain).toContain('AppStore');
  expect(plain).toContain('GooglePlay');
  expect(plain).toContain('「QRコードを読み取る」');
  const hosted = await paper('overlay-card-host');
  expect(hosted).toContain('links.example.org');
  expect(hosted).toContain('カメラ');
  expect(await paper('overlay-card-trial')).toContain('AppStoreにもGooglePlayにもありません');
});

test('the list says of each certificate what its day is the end of', async ({ page }) => {
  await open(page, 'certificates');
  const rows = page.locator('[data-shown] .choice__text .support');
  await expect(rows.first()).toBeVisible();
  for (const words of await rows.allInnerTexts()) {
    expect(words.replace(/[\u200b\u2060]/g, '')).toMatch(/^有効期限\s*\d{4}年\d{1,2}月\d{1,2}日まで$/);
  }
});

test('home has no filled button where nothing is due', async ({ page }) => {
  await open(page, 'home-well');
  await expect(page.locator('[data-shown] .button')).toHaveCount(0);
  await page.getByTestId('home-calm').click();
  expect(await heard(page)).toEqual([{ id: 'verify', slot: 'kaigo-dx-08000000' }]);
  await open(page, 'home');
  await expect(page.locator('[data-shown] .button')).toHaveCount(1);
});
