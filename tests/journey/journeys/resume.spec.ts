import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Walk } from '../src/walk.ts';
import {
  handOver,
  installInSettings,
  installOnAndroid,
  logIn,
  openCertificate,
  practise,
  verifyOnAndroid,
  verifyOnIphone,
} from '../src/ways.ts';

/** Every byte that the app has written into its folder. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}practice`))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test('killed at the login: the login again, without the password', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await walk.isKilledAndReturns();
  await caregiver.sees('login');
  expect(await caregiver.readsField('password')).toBe('');
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.sees('certificate-password');
});

test('killed while the letter is fetched: it says what is gone and what is not, once', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await walk.isKilledAndReturns();
  await caregiver.sees('login');
  await caregiver.seesFailure('hand-off-interrupted');
  const said = await caregiver.readsPage();
  expect(said).toContain('証明書は電子請求受付システムにあります。');
  expect(said).toContain('ダウンロードしたファイルも残っていません。');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await openCertificate(caregiver);
});

test('killed while the code is looked for in the mail: it says that the login begins anew', async () => {
  const walk = await Walk.begin(undefined, 'code-by-mail@authenticate');
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('login-code');
  await walk.isKilledAndReturns();
  await caregiver.sees('login');
  await caregiver.seesFailure('login-interrupted');
  expect(await caregiver.readsPage()).toContain('ログインできる回数は減っていません。');
});

test('killed after the hand-over: the steps in Settings, and on to the proof', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'iphone', 'dx');
  await logIn(caregiver);
  const password = await openCertificate(caregiver);
  await handOver(caregiver);
  const onDisk = written(walk.folder);
  expect(onDisk).toContain('"step"');
  expect(onDisk).not.toContain(password);
  await walk.isKilledAndReturns();
  await caregiver.sees('settings-steps');
  await installInSettings(caregiver, password);
  await verifyOnIphone(caregiver);
});

test('killed while the installer is open: the proof decides', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await openCertificate(caregiver);
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.seesSystem('android-kind');
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
});

test('killed at verify: verify again, and it can be proven', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await verifyOnAndroid(caregiver);
});
