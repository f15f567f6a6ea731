import { expect, test } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import { draw } from './gallery.ts';
import { LANGUAGES } from './look.ts';
import { measure } from './measure.ts';

/* What large letters do to the screens, whoever enlarges them: the phone, the app, or the engine. */

for (const [percent, languages] of [
  [130, ['ja']],
  [200, LANGUAGES],
] as const) {
  for (const language of languages) {
    test(`the phone's text size of ${percent} % enlarges letters and boxes together, and cuts no word in ${language}`, async ({
      page,
    }) => {
      test.setTimeout(180_000);
      await page.addInitScript((percent) => Object.assign(window, { TextScale: { percent: () => percent } }), percent);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto('/gallery.html');
      const found: string[] = [];
      for (const name of Object.keys(samples)) {
        await draw(page, name, language);
        const root = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
        expect(root).toBe((16 * percent) / 100);
        const strip = page.locator('aside.practice-strip');
        // One line, as high as a button in it.
        if ((await strip.count()) > 0) {
          const high = await strip.evaluate((each) => each.getBoundingClientRect().height);
          if (high > 3.5 * root + 1) found.push(`${name}: the strip of practice is ${high} px high`);
        }
        const cut = (await page.evaluate(measure, true)).filter((each) =>
          /^(?:sideways|clipped|ellipsis|word cut)/.test(each),
        );
        found.push(...cut.map((each) => `${name}: ${each}`));
      }
      expect(found).toEqual([]);
    });
  }
}

for (const [fault, style] of [
  ['word cut: notification', 'width: 3em; overflow-wrap: anywhere'],
  ['ellipsis: Your notification', 'width: 6em; overflow: hidden; white-space: nowrap; text-overflow: ellipsis'],
  ['clipped: p. Your notification', 'height: 1.5em; width: 12em; overflow: hidden'],
] as const) {
  test(`is seen in letters at 200 %: ${fault}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 568 });
    await page.goto('/gallery.html?view=welcome&language=en&text=largest');
    await page.locator('html[data-ready]').waitFor();
    const seen = async () => (await page.evaluate(measure, true)).filter((each) => each.startsWith(fault));
    expect(await seen()).toEqual([]);
    await page.evaluate((style) => {
      const planted = document.createElement('p');
      planted.textContent = 'Your notification comes from the insurer.';
      planted.style.cssText = style;
      document.querySelector('[data-shown] main')?.append(planted);
    }, style);
    expect(await seen()).not.toEqual([]);
  });
}

test('the text size of Settings enlarges letters and boxes at once', async ({ page }) => {
  await page.goto('/gallery.html?view=overlay-settings-text-size');
  await page.locator('html[data-ready]').waitFor();
  const root = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(await root()).toBe(16);
  for (const [size, pixels] of [
    ['large', 20.8],
    ['largest', 32],
    ['usual', 16],
  ] as const) {
    await page.getByTestId(`option-${size}`).click();
    await expect.poll(root).toBeCloseTo(pixels, 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

/** As an engine does that enlarges letters alone: what is given in rem stays, the rest of the layout has to follow. */
function zoomText(times: number): void {
  const parts = [...document.querySelectorAll<HTMLElement>('body *, .room-probe')].filter(
    (each) => !each.closest('svg'),
  );
  const sizes = parts.map((each) => parseFloat(getComputedStyle(each).fontSize));
  parts.forEach((each, at) => (each.style.fontSize = `${(sizes[at] ?? 16) * times}px`));
}

for (const percent of [130, 200]) {
  test(`nothing is pushed out of the window where an engine zooms text alone to ${percent} %`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto('/gallery.html');
    const found: string[] = [];
    for (const name of Object.keys(samples)) {
      await page.evaluate(() =>
        document.querySelectorAll<HTMLElement>('.room-probe').forEach((each) => (each.style.fontSize = '')),
      );
      await draw(page, name);
      await page.evaluate(zoomText, percent / 100);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      const wide = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - innerWidth;
        const who = [...document.body.querySelectorAll('*')].filter(
          (each) =>
            each.getBoundingClientRect().right > innerWidth + 1 &&
            each.checkVisibility() &&
            !each.closest('.steps, svg'),
        );
        return wide > 0
          ? `${wide} px by ${who
              .slice(-2)
              .map((each) => `${each.tagName} ${each.getAttribute('class') ?? ''} ${each.textContent.slice(0, 15)}`)
              .join(', ')}`
          : '';
      });
      if (wide !== '') found.push(`${name}: ${wide}`);
    }
    expect(found).toEqual([]);
  });
}

for (const name of ['overlay-help-desk', 'overlay-help-desk-closed']) {
  for (const width of [320, 390]) {
    test(`the number to call is whole, or broken after a hyphen, at ${width} px, letters at 200 %: ${name}`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto('/gallery.html');
      await draw(page, name);
      await page.evaluate(zoomText, 2);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      const number = page.locator('[data-shown] [data-testid=help-desk-number]');
      expect(await number.innerText()).toMatch(/^0[\d-]{9,}$/);
      const groups = await number.evaluate((each) => {
        const text = each.firstChild as Text;
        const range = document.createRange();
        return [...text.data.matchAll(/\d+-?/g)].map((group) => {
          range.setStart(text, group.index);
          range.setEnd(text, group.index + group[0].length);
          const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
          return {
            group: group[0],
            lines: boxes.length,
            left: boxes[0]?.left ?? -1,
            right: boxes[0]?.right ?? Infinity,
          };
        });
      });
      expect(groups.map(({ group }) => group).join('')).toBe(await number.innerText());
      expect(groups.filter(({ lines, left, right }) => lines !== 1 || left < 0 || right > width)).toEqual([]);
    });
  }
}
