import { logIn, openCertificate, practise } from '../src/ways.ts';
import { expect, test } from './session.ts';

test('the first login: the terms unshortened, a new password, then on as always', async ({ page, begin }) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  const session = new URL(page.url()).searchParams.get('session') ?? '';
  const fault = { fault: 'first-login', step: null };
  expect((await page.request.post('/fault', { headers: { 'x-session': session }, data: fault })).status()).toBe(204);
  await logIn(caregiver);
  await caregiver.sees('terms');
  expect(await page.getByTestId('terms').innerText()).toContain('利用規約');
  await caregiver.pressesMain('同意する');
  await caregiver.sees('new-password');
  await caregiver.types('new-password', 'Sakura2027', '新しいログインパスワード');
  await caregiver.types('new-password-again', 'Sakura2028', 'もう一度');
  await caregiver.pressesMain('決める');
  await caregiver.sees('new-password');
  await caregiver.types('new-password-again', 'Sakura2027', 'もう一度');
  await caregiver.pressesMain('決める');
  await openCertificate(caregiver);
  expect(await caregiver.readsPage()).toContain('介護DX証明書');
});
