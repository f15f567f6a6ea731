import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import { heard, open } from './gallery.ts';
import { lacking } from './letters.ts';

/* What a browser does and jsdom does not: dialogs, focus, scrolling, history. */

const SECOND = 1000;

const focused = (page: Page) => page.evaluate(() => document.activeElement?.outerHTML ?? '');

test('a question starts on staying, keeps the focus, and Escape stays', async ({ page }) => {
  await open(page, 'question-leave-hand-over');
  const dialog = page.locator('dialog[data-question]');
  expect(await focused(page)).toContain('data-main');
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const at = document.activeElement;
      return at !== document.body && !at?.closest('dialog');
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  expect(await heard(page)).toEqual([{ id: 'stay' }]);
  await page.getByTestId('confirm').click();
  expect(await heard(page)).toEqual([{ id: 'stay' }, { id: 'confirm' }]);
});

for (const [name, sample] of Object.entries(samples).filter(([, each]) => each.view.system)) {
  test(`${name} is answered by its buttons, and Escape declines`, async ({ page }) => {
    await open(page, name);
    const id = sample.view.system?.id;
    await expect(page.locator(`dialog[data-system="${id ?? ''}"]`)).toBeFocused();
    await page.keyboard.press('Escape');
    expect(await heard(page)).toEqual([{ id: 'answer-system', answer: 'decline' }]);
    // What lies beneath a question has answers too, and none of them can be given.
    const go = page.locator('[data-answer=go]:not([inert] *)');
    if (name.endsWith('-empty')) return expect(go).toHaveCount(0);
    // As Android does it: 「選択」 is grey until a certificate is chosen, or was marked by the app.
    if (sample.view.system?.id === 'android-chooser' && sample.view.system.selected === null) {
      await expect(page.getByRole('button', { name: '選択' })).toBeDisabled();
      await page.getByRole('radio').first().check();
    }
    await go.first().click();
    expect((await heard(page)).at(-1)).toEqual({ id: 'answer-system', answer: 'go' });
  });
}

test('the other kind of certificate is another answer', async ({ page }) => {
  await open(page, 'system-android-kind');
  await page.getByTestId('wifi').check();
  await page.locator('[data-answer=other]').click();
  expect(await heard(page)).toEqual([{ id: 'answer-system', answer: 'other' }]);
});

test('on an iPhone the way to a setting is said, and the app looks again', async ({ page }) => {
  await open(page, 'preparation-iphone');
  await expect(page.getByTestId('settings-way')).toContainText('パスコード');
  await page.getByRole('button', { name: 'もう一度調べる' }).click();
  expect(await heard(page)).toEqual([{ id: 'look-again' }]);
});

test('the page that Safari asks above is seen, and answers nothing', async ({ page }) => {
  await open(page, 'system-safari-allow');
  await expect(page.locator('[inert] h2')).toContainText('許可');
  await page.locator('[data-answer=decline]:not([inert] *)').click();
  expect(await heard(page)).toEqual([{ id: 'answer-system', answer: 'decline' }]);
});

test('what was ignored in Safari is had again by the second link', async ({ page }) => {
  await open(page, 'system-safari-stays');
  await page.locator('[data-answer=other]').click();
  expect(await heard(page)).toEqual([{ id: 'answer-system', answer: 'other' }]);
});

test('four digits answer the passcode', async ({ page }) => {
  await open(page, 'system-settings-passcode');
  for (const digit of [1, 2, 3]) await page.locator(`[data-digit="${digit}"]`).click();
  expect(await heard(page)).toEqual([]);
  await page.locator('[data-digit="4"]').click();
  expect(await heard(page)).toEqual([{ id: 'answer-system', answer: 'go' }]);
});

test('the password typed into the practice phone goes first, by button or Enter', async ({ page }) => {
  await open(page, 'system-settings-password');
  await page.getByTestId('phone-password').fill('Rensyu-2026');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => heard(page))
    .toEqual([
      { kind: 'practice-phone-password', value: 'Rensyu-2026' },
      { id: 'answer-system', answer: 'go' },
    ]);
  await expect(page.getByTestId('phone-password')).toHaveValue('');
});

test('the number that the app made is named where it is typed', async ({ page }) => {
  await open(page, 'system-settings-password-wrong');
  await expect(page.getByTestId('practice-certificate-password')).toHaveText('aB3dE5gH');
});

test('the dots follow the cards', async ({ page }) => {
  await open(page, 'settings-steps');
  const count = page.locator('.dots__count');
  await expect(count).toHaveText(/1/);
  await page.locator('.steps').focus();
  await page.locator('.steps').evaluate((list) => list.scrollTo({ left: list.scrollWidth }));
  await expect(page.locator('.dots__one').last()).toHaveAttribute('data-here', '');
  await page.locator('.steps').evaluate((list) => list.scrollTo({ left: 0 }));
  await expect(page.locator('.dots__one').first()).toHaveAttribute('data-here', '');
});

test('the password is shown and hidden on the wish of the user, and copied by Rust', async ({ page }) => {
  await open(page, 'settings-steps');
  await page.getByTestId('reveal').click();
  await expect(page.getByTestId('revealed')).toHaveText('aB3dE5gH');
  await page.getByTestId('reveal').click();
  await expect(page.getByTestId('revealed')).toHaveCount(0);
  await page.getByTestId('copy').click();
  expect(await heard(page)).toEqual([{ id: 'hide-secret' }, { id: 'copy-password' }]);
});

test('time runs down by the clock of the View', async ({ page }) => {
  await page.clock.install();
  await open(page, 'settings-steps');
  const time = page.getByRole('timer');
  const before = await time.textContent();
  await page.clock.fastForward(SECOND);
  await expect(time).not.toHaveText(before ?? '');
});

test('the back gesture goes back in the app, again and again', async ({ page }) => {
  await page.clock.install();
  await open(page, 'login');
  await page.evaluate(() => history.back());
  await expect.poll(() => heard(page)).toEqual([{ id: 'back' }]);
  // A second gesture, and not the first one twice.
  await page.clock.fastForward(SECOND);
  await page.evaluate(() => history.back());
  await expect.poll(() => heard(page)).toEqual([{ id: 'back' }, { id: 'back' }]);
});

test('the user ID is explained while it is typed', async ({ page }) => {
  await open(page, 'practice-login');
  await page.locator('#user-id').pressSequentially('KJ00');
  await expect(page.locator('#user-id-hint')).toContainText('4');
});

test('a password can be pasted and shown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'certificate-password');
  await page.evaluate(() => navigator.clipboard.writeText('aB3dE5gH'));
  await page.locator('#certificate-password').focus();
  await page.keyboard.press('Control+V');
  await expect(page.locator('#certificate-password')).toHaveValue('aB3dE5gH');
  await page.locator('.field__toggle').click();
  await expect(page.locator('#certificate-password')).toHaveAttribute('type', 'text');
});

test('the language is chosen from the first screen, seen at once, and back is the first screen', async ({ page }) => {
  await open(page, 'overlay-settings-language');
  await page.getByTestId('option-en').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByTestId('option-en')).toBeFocused();
  await page.getByTestId('option-ja-easy').click();
  await expect(page.locator('html')).toHaveAttribute('data-language', 'ja-easy');
  await expect(page.locator('[data-shown] ruby').first()).toBeVisible();
  await page.getByTestId('back').click();
  await page.getByTestId('settings-furigana').click();
  await expect(page.locator('ruby')).toHaveCount(0);
  await open(page, 'welcome');
  await page.getByTestId('open-language').click();
  expect(await heard(page)).toEqual([{ id: 'open', page: 'settings' }]);
});

test('only the chosen language is fetched, and the guide when it is opened', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await open(page, 'welcome&language=en');
  const text = await Promise.all(
    fetched.filter((path) => path.endsWith('.js')).map(async (path) => (await page.request.get(path)).text()),
  );
  expect(text.some((each) => each.includes('インストールへ進む'))).toBe(false);
  const before = fetched.length;
  await open(page, 'overlay-guide&language=ja');
  expect(fetched.length).toBeGreaterThan(before);
});

test('the theme is the user\u2019s', async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, 'overlay-settings-theme');
  expect(await ground()).toBe('rgb(255, 255, 255)');
  await page.getByTestId('option-dark').click();
  await expect.poll(ground).toBe('rgb(26, 26, 26)');
  await page.getByTestId('option-system').click();
  await expect.poll(ground).toBe('rgb(255, 255, 255)');
});

test('erasing the records asks first, starts on keeping them, and Escape keeps them', async ({ page }) => {
  await open(page, 'overlay-settings');
  await page.getByTestId('forget-records').click();
  expect(await focused(page)).toContain('data-main');
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog')).toHaveCount(0);
  expect(await heard(page)).toEqual([]);
  await page.getByTestId('forget-records').click();
  await page.getByTestId('confirm').click();
  expect(await heard(page)).toEqual([{ id: 'forget-records' }]);
});

test('trouble leads to a fix in three taps, and back step by step', async ({ page }) => {
  await open(page, 'overlay-troubleshooting-code');
  const back = page.locator('[data-shown]').getByTestId('back');
  // What the code means stands first.
  await page.getByTestId('symptom-certificate-password').click();
  await expect(page.locator('h1:visible')).toBeFocused();
  await page.getByTestId('answer-0').click();
  await expect(page.getByTestId('open-guide-page')).toBeVisible();
  await back.click();
  await page.keyboard.press('Escape');
  await page.getByTestId('other-symptoms').locator('summary').click();
  await expect(page.getByTestId('symptom-lost-phone')).toBeVisible();
  await page.getByTestId('ask-help-desk').click();
  expect(await heard(page)).toEqual([{ id: 'open', page: 'help-desk' }]);
  await back.click();
  await expect.poll(() => heard(page)).toHaveLength(2);
  expect((await heard(page)).at(-1)).toEqual({ id: 'close' });
});

test('the diagnosis sheet is copied, with and without the clipboard', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'overlay-help-desk');
  await page.getByTestId('copy-diagnosis').click();
  await expect(page.locator('[role=status]', { hasText: 'コピー' })).toBeVisible();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await copied()).toContain('hand-off-expired');
  await page.evaluate(() => navigator.clipboard.writeText('x'));
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.getByTestId('copy-diagnosis').click();
  await expect.poll(copied).toContain('hand-off-expired');
});

test('the new password is checked while it is typed, and set once', async ({ page }) => {
  await open(page, 'new-password');
  await expect(page.locator('.checks [data-met]')).toHaveCount(3);
  await page.locator('[data-main]').click();
  await expect(page.locator('#new-password-again')).toBeFocused();
  expect(await heard(page)).toEqual([]);
  await page.locator('#new-password-again').fill('sakura77');
  await expect(page.locator('.checks [data-met]')).toHaveCount(4);
  await page.locator('[data-main]').dblclick();
  await expect
    .poll(() => heard(page))
    .toEqual([{ kind: 'new-login-password', value: 'sakura77' }, { id: 'set-password' }]);
});

test('the page is read aloud, without what nobody may hear', async ({ page }) => {
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    speechSynthesis.speak = (utterance) => void said.push(`${utterance.lang} ${utterance.text}`);
  });
  await open(page, 'settings-steps&voice=1');
  await page.getByTestId('reveal').click();
  await page.getByTestId('read-aloud').click();
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said[0]).toBe('ja-JP 「設定」で証明書をインストールします。');
  expect(said.join()).not.toContain('aB3dE5gH');
  await expect(page.getByTestId('read-aloud')).toHaveAccessibleName('読み上げを止める');
  await open(page, 'welcome');
  await expect(page.getByTestId('read-aloud')).toHaveCount(0);
});

test('a guide page has the manual\u2019s wording one tap away', async ({ page }) => {
  await open(page, 'overlay-guide-page');
  const words = page.locator('details .as-given').first();
  await expect(words).toBeHidden();
  await page.locator('details summary').first().click();
  await expect(words).toBeVisible();
});

for (const folder of ['../../messages/', '../../src/guide/content/']) {
  const names = readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((name) => name.endsWith('.json'))) {
    test(`the fonts that the tests bring have every letter of ${folder.split('/').at(-2) ?? ''}/${name}`, () => {
      expect(lacking(readFileSync(new URL(folder + name, import.meta.url), 'utf8'))).toEqual([]);
      expect(lacking('မ')).toEqual(['မ']);
    });
  }
}
