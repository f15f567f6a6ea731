import { logIn, openCertificate, practise } from '../src/ways.ts';
import { expect, test } from './session.ts';

test('a code by mail: the portal says where it went, a wrong one is told, the right one leads on', async ({
  page,
  begin,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  const session = new URL(page.url()).searchParams.get('session') ?? '';
  const fault = { fault: 'code-by-mail', step: 'authenticate' };
  expect((await page.request.post('/fault', { headers: { 'x-session': session }, data: fault })).status()).toBe(204);
  await logIn(caregiver);
  await caregiver.sees('login-code');
  expect(await page.getByTestId('portal-says').innerText()).toContain('k***@example.jp');
  const field = page.locator('#login-code');
  await expect(field).toHaveAttribute('inputmode', 'numeric');
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await caregiver.types('login-code', '111111', '確認コード');
  await caregiver.pressesMain('送信する');
  await caregiver.seesText('確認コードが違います');
  await caregiver.types('login-code', '246810', '確認コード');
  await caregiver.pressesMain('送信する');
  await openCertificate(caregiver);
  expect(await caregiver.readsPage()).toContain('介護DX証明書');
});
