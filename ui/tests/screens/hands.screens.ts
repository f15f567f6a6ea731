import { expect, test, type Page } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import type { View } from '../../src/types/View.ts';

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

const change = (page: Page, otherwise: Partial<View>) =>
  page.evaluate((otherwise) => globalThis.window.change(otherwise), otherwise);
const viewOf = (name: string): View => {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample is called ${name}`);
  return sample.view;
};
const top = (page: Page) => page.evaluate(() => scrollY);
const headline = (page: Page) => page.locator('[data-shown] h1');

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

test.describe('keyboards and what they remember', () => {
  const fields = {
    'user-id': { view: 'login', autocomplete: 'username', autocapitalize: 'characters', enterkeyhint: 'next' },
    password: { view: 'login', autocomplete: 'current-password', enterkeyhint: 'go' },
    'new-password': { view: 'new-password', autocomplete: 'new-password', enterkeyhint: 'next' },
    'new-password-again': { view: 'new-password', autocomplete: 'new-password', enterkeyhint: 'go' },
    'certificate-password': { view: 'certificate-password', autocomplete: 'off', enterkeyhint: 'go' },
    'card-user-id': { view: 'overlay-card-refused', autocomplete: 'off', autocapitalize: 'characters' },
    'login-code': { view: 'login-code', autocomplete: 'one-time-code', inputmode: 'numeric' },
  };
  for (const [id, { view, ...wanted }] of Object.entries(fields)) {
    test(`${id} asks for half-width letters and no help of the keyboard`, async ({ page }) => {
      await open(page, view);
      const field = page.locator(`#${id}`);
      for (const [name, value] of Object.entries({ autocorrect: 'off', spellcheck: 'false', ...wanted })) {
        await expect(field).toHaveAttribute(name, value);
      }
      if (!('autocapitalize' in wanted)) await expect(field).toHaveAttribute('autocapitalize', 'none');
    });
  }

  test('a password that is shown stays half-width, and began as a password', async ({ page }) => {
    await page.addInitScript(() => {
      const types: string[] = [];
      Object.assign(window, { types });
      new MutationObserver((changes) => {
        for (const change of changes)
          for (const node of change.addedNodes)
            if (node instanceof Element) for (const each of node.querySelectorAll('input')) types.push(each.type);
      }).observe(document, { childList: true, subtree: true });
    });
    await open(page, 'certificate-password');
    const field = page.locator('#certificate-password');
    await page.locator('.field__toggle').click();
    await expect(field).toHaveAttribute('type', 'text');
    await expect(field).toHaveAttribute('inputmode', 'email');
    expect(await page.evaluate(() => (window as unknown as { types: string[] }).types)).toContain('password');
  });
});

test('what has expired is no due one, and the last day is not zero days', async ({ page }) => {
  const words = async () => (await page.locator('[data-shown] main').innerText()).replace(/[\u200b\u2060]/g, '');
  await open(page, 'home-expired');
  expect(await words()).toMatch(/期限(?:が|は)切れ/);
  expect(await words()).not.toContain('もうすぐ');
  await expect(page.locator('[data-shown] [data-kind=proven]')).toHaveCount(0);
  await open(page, 'home-last-day');
  expect(await words()).not.toMatch(/あと0日|0日/);
  expect(await words()).toMatch(/今日|きょう|本日/);
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
  await expect(page.locator('[data-shown] h1')).toContainText('まだ');
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
