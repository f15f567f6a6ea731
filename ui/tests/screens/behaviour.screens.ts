import { expect, test, type Page } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';

/* What a browser does and jsdom does not: dialogs, focus, scrolling, history. */

const open = async (page: Page, name: string) => {
  await page.goto(`/gallery.html?view=${name}`);
  await page.locator('[data-shown] h1').waitFor();
};
const heard = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard.map((each) => JSON.parse(each) as unknown));
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
    const go = page.locator('[data-answer=go]');
    if (name === 'system-settings-root-empty') return expect(go).toHaveCount(0);
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
  expect(await heard(page)).toEqual([{ id: 'copy-password' }]);
});

test('time runs down by the clock of the View', async ({ page }) => {
  await open(page, 'settings-steps');
  const time = page.getByRole('timer');
  const before = await time.textContent();
  await expect.poll(() => time.textContent(), { timeout: 4000 }).not.toBe(before);
});

test('the back gesture goes back in the app, again and again', async ({ page }) => {
  await open(page, 'login');
  await page.evaluate(() => history.back());
  await expect.poll(() => heard(page)).toEqual([{ id: 'back' }]);
  await page.waitForTimeout(900);
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
