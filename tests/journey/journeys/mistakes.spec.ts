import { expect, test } from 'vitest';
import { Walk } from '../src/walk.ts';
import { installOnAndroid, logIn, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';

test('a wrong login keeps the ID, counts the tries and can be mended', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  const userId = await caregiver.reads('practice-user-id');
  await caregiver.types('user-id', userId, 'ユーザーID');
  await caregiver.types('password', 'Wrong2026', 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.seesFailure('portal-wrong-login');
  expect(await caregiver.readsPage()).toContain(userId);
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.sees('certificate-password');
});

test('a user ID of the wrong shape is said before anything is sent', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('user-id', 'KJ123', 'ユーザーID');
  await caregiver.types('password', 'Renshu2026B', 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.seesFailure('user-id-invalid');
  expect(await caregiver.isMarkedWrong('user-id')).toBe(true);
});

test('a wrong certificate password is said, the file is kept', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', 'not this one', '証明書発行用パスワード');
  await caregiver.pressesMain('確認する');
  await caregiver.seesFailure('certificate-wrong-password');
  await openCertificate(caregiver);
});

test('an empty list is not an error', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'none');
  await logIn(caregiver);
  await caregiver.sees('no-certificate');
  await caregiver.pressesMain('パソコンで行う手続きを見る');
  await caregiver.seesAside('pc-card');
});

test('two certificates: the one that cannot bill is suggested', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'both');
  await logIn(caregiver);
  await caregiver.sees('certificates');
  expect(await caregiver.readsPage()).toContain('介護DX証明書');
  await caregiver.pressesMain('インストールへ進む');
  await openCertificate(caregiver);
  expect(await caregiver.readsPage()).toContain('CarePlanJigyousho');
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
});

test('a certificate that does not work here is named and cannot be chosen', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'agent');
  await logIn(caregiver);
  await caregiver.sees('certificates');
  expect(await caregiver.readsPage()).toContain('代理人証明書');
});

test('a page instead of the file is not taken for a certificate', async () => {
  const { caregiver } = await Walk.begin(undefined, 'html-instead-of-file@download');
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('failed');
  await caregiver.seesFailure('portal-not-a-file');
});

test('a portal that does not answer is said, and nothing is counted as a wrong login', async () => {
  const { caregiver } = await Walk.begin(undefined, 'refused@login');
  await practise(caregiver, 'iphone', 'dx');
  await logIn(caregiver);
  await caregiver.sees('failed');
  await caregiver.seesFailure('portal-offline');
});

test('a locked account is said, with the time until which it is locked', async () => {
  const { caregiver } = await Walk.begin(undefined, 'locked');
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.seesFailure('portal-locked');
});
