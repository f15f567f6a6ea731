import AxeBuilder from '@axe-core/playwright';
import { slowPkcs12 } from '../src/files.ts';
import { practise } from '../src/ways.ts';
import { test } from './outside.ts';
import { expect } from './session.ts';

const PASSWORD = 'aB3dE5gH';

test('a file that takes long says how long, can be left, and goes on by the word for it', async ({
  page,
  begin,
  willPick,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await willPick(slowPkcs12(PASSWORD, 1_300_000));
  await caregiver.presses('pick-file');
  const field = page.locator('#certificate-password');
  const open = async () => {
    await caregiver.sees('certificate-password');
    await caregiver.types('certificate-password', PASSWORD, '証明書発行用パスワード');
    await caregiver.pressesMain('確認する');
    await expect(page.getByTestId('stop-opening')).toBeVisible();
  };
  await open();
  expect((await caregiver.readsPage()).replaceAll('\u200B', '')).toContain('およそ2秒かかります');
  await expect(field).toBeHidden();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => one.id)).toEqual([]);
  await caregiver.presses('stop-opening', 'やめる');
  await expect(field).toBeVisible();

  await open();
  await caregiver.pressesMain('続ける');
  await caregiver.sees('certificate');
});
