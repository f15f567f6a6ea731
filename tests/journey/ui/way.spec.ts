import { logIn, practise } from '../src/ways.ts';
import { expect, test } from './session.ts';

test('no secret is kept by the browser', async ({ page, begin }) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, history.state]),
  );
  expect(kept).not.toContain('Renshu2026');
  expect(page.url()).not.toContain('Renshu2026');
});

test('the page loaded again shows the same screen', async ({ page, begin }) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await page.reload();
  await caregiver.sees('certificate-password');
});

test('the login works by keyboard alone', async ({ page, begin }) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await page.locator('#user-id').focus();
  await page.keyboard.type(await caregiver.reads('practice-user-id'));
  while (!(await page.locator('#password').evaluate((field) => field === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(await caregiver.reads('practice-login-password'));
  await page.keyboard.press('Enter');
  await caregiver.sees('certificate-password');
});

test('back asks before a downloaded file is lost, and staying loses nothing', async ({ page, begin }) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await caregiver.presses('back');
  await expect(page.locator('[data-question="leave-certificate"]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-question]')).toHaveCount(0);
  await caregiver.sees('certificate-password');
  await caregiver.presses('back');
  await caregiver.presses('confirm');
  await caregiver.sees('login');
});
