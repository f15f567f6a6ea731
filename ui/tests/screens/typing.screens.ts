import { expect, test, type Page } from '@playwright/test';
import type { View } from '../../src/types/View.ts';
import { change, heard, open, viewOf } from './gallery.ts';

/* What is typed: what is not sent, what keyboards do and remember, and that a field is seen while one types. */

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

  test('says once what holds for each of eleven letters', async ({ page }) => {
    await type(page, 'Ｒｅｎｓｈｕ２０２６Ｂ');
    await expect(page.locator('.slips p').filter({ hasText: '全角' })).toHaveCount(1);
    await page.locator('[data-shown] .field__toggle').click();
    await expect(page.locator('.letters .letter')).toHaveCount(11);
    await expect(page.locator('.letters [data-odd]')).toHaveCount(11);
    await expect(page.locator('.letters + .checks li')).toHaveCount(1);
  });

  test('calls an ID wrong until it is touched, and not while it is mended', async ({ page }) => {
    await open(page, 'login');
    await page.locator('#user-id').fill('KJ1372000123A');
    const failure = { code: 'user-id-invalid', cause: 'input', params: {}, retryable: true };
    await change(page, { screen: { ...viewOf('login').screen, failure } as View['screen'] });
    const field = page.locator('#user-id');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('#user-id-error')).not.toBeEmpty();
    await field.press('End');
    await field.press('5');
    await expect(field).not.toHaveAttribute('aria-invalid');
    await expect(page.locator('#user-id-error')).toBeEmpty();
  });

  test('is sent at once where nothing is odd', async ({ page }) => {
    await type(page, 'Renshu2026');
    await expect.poll(() => heard(page)).toHaveLength(2);
  });
});

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

test('the card\u2019s error is seen with its field when the keyboard is up', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 420 });
  await open(page, 'overlay-card-refused');
  const field = page.locator('#card-user-id');
  await field.focus();
  await expect(page.locator('#card-user-id-error')).not.toBeEmpty();
  await expect(page.locator('#card-user-id-error')).toBeInViewport({ ratio: 1 });
  await expect(field).toBeInViewport({ ratio: 1 });
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
