import { expect, test, type Page } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';

/* What fingers, keyboards and large letters do to the screens. */

const open = async (page: Page, name: string) => {
  await page.goto(`/gallery.html?view=${name}`);
  await page.locator('html[data-ready]').waitFor();
};
const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.map((each) => JSON.parse(each) as unknown));

test.describe('the log-in', () => {
  const type = async (page: Page, password: string) => {
    await open(page, 'login');
    await page.locator('#user-id').fill('KJ1372000123A5');
    await page.locator('#password').fill(password);
    await page.locator('[data-main]').click();
  };

  for (const [what, password, words] of [
    ['a letter of full width', 'Ｒenshu2026', '全角'],
    ['a blank at the end', 'Renshu2026 ', '末尾に空白'],
    ['too few letters', 'Ren2026', '7文字'],
  ] as const) {
    test(`is not sent with ${what}: it says so, and that no try is lost`, async ({ page }) => {
      await type(page, password);
      await expect(page.locator('h1:visible')).toHaveText(/まだ\u200b?送信していません/);
      const said = async () => (await page.locator('[data-shown]').innerText()).replaceAll('\u200b', '');
      expect(await said()).toContain('ログインできる回数は減っていません');
      expect(await said()).toContain(words);
      await expect(page.locator('#password')).toHaveValue(password);
      await expect(page.locator('#password')).toBeFocused();
      await expect(page.locator('#password')).toHaveAttribute('type', 'password');
      await expect(page.locator('.letters')).toHaveCount(0);
      await page.locator('[data-shown] .field__toggle').click();
      await expect(page.locator('.letters')).toContainText(password.trim().slice(0, 1));
      expect(await heard(page)).toEqual([]);
      await page.getByTestId('as-typed').click();
      await expect
        .poll(() => heard(page))
        .toEqual([
          { kind: 'login-password', value: password },
          { id: 'log-in', userId: 'KJ1372000123A5', remember: false },
        ]);
    });
  }

  test('is sent at once where nothing is odd', async ({ page }) => {
    await type(page, 'Renshu2026');
    await expect.poll(() => heard(page)).toHaveLength(2);
  });
});

const WORN = { language: 'ja', theme: 'system', furigana: 'shown', textSize: 'usual' } as const;
const draw = (page: Page, name: string) =>
  page.evaluate(([name, worn]) => globalThis.window.draw(name, worn), [name, WORN] as const);

/** What the sticking parts lie over while it has the focus, one part of the page after the other. */
function coveredFocus(): string[] {
  const bars = [...document.querySelectorAll('.actions, .practice-strip')].filter(
    (bar) => bar.checkVisibility() && getComputedStyle(bar).position === 'sticky',
  );
  const parts = [...document.querySelectorAll<HTMLElement>('a, button, input, summary')].filter(
    (each) => each.checkVisibility() && !bars.some((bar) => bar.contains(each)),
  );
  return [...parts, ...parts.toReversed()].flatMap((part) => {
    part.focus();
    const box = (part.closest('.field__box, label') ?? part).getBoundingClientRect();
    // What is higher than half of the window is seen as far as it goes.
    if (document.activeElement !== part || box.height > innerHeight / 2) return [];
    const under = bars.some((bar) => {
      const edge = bar.getBoundingClientRect();
      return box.top < edge.bottom - 1 && box.bottom > edge.top + 1;
    });
    const name = part.dataset['testid'] ?? (part.id || part.textContent.trim().slice(0, 20));
    return under || box.bottom > innerHeight + 1 || box.top < -1
      ? [`${name} at ${Math.round(box.top)}–${Math.round(box.bottom)}`]
      : [];
  });
}

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
      found.push(...(await page.evaluate(coveredFocus)).map((each) => `${name}: ${each}`));
    }
    expect(found).toEqual([]);
  });
}

test('a field is seen with its error when the keyboard is up', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 420 });
  await open(page, 'login');
  await page.locator('#user-id').fill('KJ1372000123A5');
  await page.locator('#password').focus();
  await page.keyboard.press('Enter');
  const error = page.locator('#password-error');
  await expect(error).toContainText('ログインパスワード');
  await expect(error).toBeInViewport({ ratio: 1 });
  await expect(page.locator('#password')).toBeInViewport({ ratio: 1 });
});

for (const percent of [130, 200]) {
  test(`the phone's text size of ${percent} % enlarges letters and boxes together`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.addInitScript((percent) => Object.assign(window, { TextScale: { percent: () => percent } }), percent);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/gallery.html');
    const found: string[] = [];
    for (const name of Object.keys(samples)) {
      await draw(page, name);
      const [root, wide] = await page.evaluate(() => [
        parseFloat(getComputedStyle(document.documentElement).fontSize),
        document.documentElement.scrollWidth - innerWidth,
      ]);
      expect(root).toBe((16 * percent) / 100);
      if (wide && wide > 0) found.push(`${name}: sideways by ${wide}`);
    }
    expect(found).toEqual([]);
  });
}

test('the browser does not scroll by itself', async ({ page }) => {
  await open(page, 'login');
  expect(await page.evaluate(() => history.scrollRestoration)).toBe('manual');
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
  await expect(page.locator('[data-shown] h1')).toHaveText(/まだ\u200b?渡せて\u200b?いません/);
});

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

test('home has no filled button where nothing is due', async ({ page }) => {
  await open(page, 'home-well');
  await expect(page.locator('[data-shown] .button')).toHaveCount(0);
  await page.getByTestId('home-calm').click();
  expect(await heard(page)).toEqual([{ id: 'verify', slot: 'kaigo-dx-08000000' }]);
  await open(page, 'home');
  await expect(page.locator('[data-shown] .button')).toHaveCount(1);
});

test('readings are no part of names', async ({ page }) => {
  await open(page, 'certificate&language=ja-easy');
  await expect(page.locator('[data-shown] rt').first()).toBeVisible();
  await expect(page.locator('[data-shown] [data-main]')).toHaveAccessibleName(/^このスマホに\s*入\s*\u2060?れる$/);
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
