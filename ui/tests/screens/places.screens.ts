import { expect, test } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import type { View } from '../../src/types/View.ts';
import { coveredFocus } from './covered-focus.ts';
import { change, draw, headline, open, top, viewOf } from './gallery.ts';

/* Where one is on a page when it comes and when one comes back, and what has the focus. */

test.describe('where one is on a page', () => {
  test.use({ viewport: { width: 390, height: 480 } });

  test('every new screen starts at its headline, the back gesture included', async ({ page }) => {
    await page.clock.install();
    await open(page, 'verify');
    expect(await page.evaluate(() => history.scrollRestoration)).toBe('manual');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect(await top(page)).toBeGreaterThan(100);
    await change(page, { screen: viewOf('done').screen });
    await expect(headline(page)).toBeFocused();
    expect(await top(page)).toBe(0);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.clock.fastForward(1000);
    await page.evaluate(() => history.back());
    await change(page, { screen: viewOf('home').screen });
    await expect(headline(page)).toBeFocused();
    expect(await top(page)).toBe(0);
  });

  test('practice starts at the top, with its strip in sight', async ({ page }) => {
    await open(page, 'welcome');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const { screen, practice } = viewOf('practice-login');
    await change(page, { screen, practice });
    await expect(page.locator('.practice-strip')).toBeInViewport({ ratio: 1 });
    expect(await top(page)).toBe(0);
  });

  test('the strip of practice stays in sight when one scrolls', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, 'practice-login');
    await page.setViewportSize({ width: 390, height: 500 });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(page.locator('.practice-strip')).toBeInViewport({ ratio: 1 });
  });

  test('back from a page of the guide one is where one was, on the row that opened it', async ({ page }) => {
    await open(page, 'overlay-guide');
    const row = page.locator('[data-shown] .row').last();
    await row.scrollIntoViewIfNeeded();
    const [name, before] = [await row.getAttribute('data-testid'), await top(page)];
    expect(before).toBeGreaterThan(100);
    await row.click();
    await change(page, { overlay: viewOf('overlay-guide-page').overlay });
    await expect(headline(page)).toBeFocused();
    expect(await top(page)).toBe(0);
    await change(page, { overlay: viewOf('overlay-guide').overlay });
    await expect(page.getByTestId(name ?? '')).toBeFocused();
    expect(Math.abs((await top(page)) - before)).toBeLessThan(2);
  });

  test('back from a symptom the fold is open and one is where one was', async ({ page }) => {
    await open(page, 'overlay-troubleshooting-login');
    await page.getByTestId('other-symptoms').locator('summary').click();
    const row = page.getByTestId('symptom-lost-phone');
    await row.scrollIntoViewIfNeeded();
    const [before, title] = [await top(page), await row.innerText()];
    await row.click();
    await expect(headline(page)).toHaveText(title.trim());
    await page.locator('[data-shown]').getByTestId('back').click();
    await expect(row).toBeFocused();
    expect(Math.abs((await top(page)) - before)).toBeLessThan(2);
  });
});

test.describe('the focus', () => {
  for (const [from, to] of [
    ['installing', 'installing-saved'],
    ['installing', 'installing-password'],
    ['hand-over', 'hand-over-fetched'],
    ['hand-over-browser', 'hand-over-file'],
    ['overlay-card-form', 'overlay-card'],
  ] as const) {
    test(`is on the headline when ${from} becomes ${to}`, async ({ page }) => {
      await open(page, from);
      await page.locator('[data-shown] button').last().focus();
      const { screen, overlay } = viewOf(to);
      await change(page, { screen, overlay });
      await expect(headline(page)).toBeFocused();
    });
  }

  test('is on the headline that says that the eight minutes are over', async ({ page }) => {
    await open(page, 'settings-steps');
    await page.getByTestId('reveal').focus();
    await change(page, { screen: viewOf('settings-steps-expired').screen });
    await expect(headline(page)).toBeFocused();
    await expect(headline(page)).toContainText('8分');
  });

  test('returns to what opened a page over the screen', async ({ page }) => {
    await open(page, 'login');
    await page.getByTestId('open-pc-card').click();
    await change(page, { overlay: viewOf('overlay-pc-card').overlay });
    await expect(headline(page)).toBeFocused();
    await change(page, { overlay: null });
    await expect(page.getByTestId('open-pc-card')).toBeFocused();
  });

  test('is never lost to the body when what had it goes', async ({ page }) => {
    await open(page, 'verify');
    await page.locator('[data-shown] [data-main]').focus();
    await change(page, { screen: { ...viewOf('verify').screen, working: true } as View['screen'] });
    await expect(page.locator('body')).not.toBeFocused();
  });
});

for (const [width, height] of [
  [390, 420],
  [320, 568],
  [390, 844],
] as const) {
  test(`nothing that has the focus is covered at ${width}×${height}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height });
    await page.goto('/gallery.html');
    const found: string[] = [];
    for (const [name, { view }] of Object.entries(samples)) {
      if (view.system ?? view.question ?? view.inbound) continue;
      await draw(page, name);
      found.push(...(await page.evaluate(coveredFocus, false)).map((each) => `${name}: ${each}`));
    }
    expect(found).toEqual([]);
  });
}

test.describe('the picture stands beside the words', () => {
  const rooms = [
    ['a tablet', 820, 1180],
    ['a tablet on its side', 1180, 820],
    ['a phone on its side', 844, 390],
  ] as const;
  for (const [room, width, height] of rooms) {
    for (const name of ['welcome', 'settings-steps', 'done']) {
      test(`${name}, ${room}`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await open(page, name);
        const picture = await page.locator('[data-shown] :is(.picture, .side)').first().boundingBox();
        const words = await headline(page).boundingBox();
        if (!picture || !words) throw new Error('not drawn');
        expect(picture.x + picture.width).toBeLessThan(words.x);
        expect(picture.y).toBeLessThan(words.y + words.height);
      });
    }
  }
});
