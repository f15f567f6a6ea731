import AxeBuilder from '@axe-core/playwright';
import { issuedElsewhere } from '../src/files.ts';
import { installOnAndroid, practise, verifyOnAndroid } from '../src/ways.ts';
import type { Caregiver } from '../src/caregiver.ts';
import { test } from './outside.ts';
import { expect } from './session.ts';

const PASSWORD = 'aB3dE5gH';
const FILE = issuedElsewhere(PASSWORD, 'KaigoShougaiKyotsu');

/** What stands on the page, without the places at which its lines may break. */
const words = async (caregiver: Caregiver): Promise<string> => (await caregiver.readsPage()).replaceAll('\u200B', '');

test('a certificate that the app cannot judge is installed after the word for it, and the record says so', async ({
  page,
  begin,
  willPick,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await willPick(FILE);
  await caregiver.presses('pick-file');
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', PASSWORD, '証明書発行用パスワード');
  await caregiver.pressesMain('確認する');
  await caregiver.sees('certificate');
  // What is seen and what the manual says; the main button looks for another one.
  for (const said of [
    '使えないかもしれません',
    '介護・障害共通証明書のようです',
    '発行者：Other-CA',
    'マニュアル：e-seikyu CA',
  ]) {
    expect(await words(caregiver)).toContain(said);
  }
  await expect(page.locator('[data-main]')).toHaveAccessibleName('別の証明書を探す');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => one.id)).toEqual([]);

  await caregiver.presses('install-anyway', 'それでもインストールする');
  await expect(page.locator('[data-main]')).toHaveAccessibleName('このスマホにインストールする');
  expect(await words(caregiver)).toContain('発行者：Other-CA');
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  for (const said of ['確認できない点がある証明書です', '介護・障害共通証明書のようです', '発行者：Other-CA']) {
    expect(await words(caregiver)).toContain(said);
  }
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  expect(await words(caregiver)).toContain('確認できない点がある証明書です');
});
