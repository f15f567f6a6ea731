import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { renewal, settle } from '../src/budget.ts';
import type { Caregiver } from '../src/caregiver.ts';
import { Walk } from '../src/walk.ts';
import { installOnAndroid, logIn, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';

/** From the welcome to the opened certificate, on a practice phone that is so. */
async function atCertificate(phone = ''): Promise<{ walk: Walk; caregiver: Caregiver; password: string }> {
  const walk = await Walk.begin(undefined, undefined, phone);
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  return { walk, caregiver, password: await openCertificate(caregiver) };
}

/** From the login that keeps the ID to the opened certificate. */
async function logInAgain(caregiver: Caregiver): Promise<void> {
  await caregiver.sees('login');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await openCertificate(caregiver);
}

/** 「もう一度インストールする」, back to the drawn dialogs. */
async function installsAgain(caregiver: Caregiver): Promise<void> {
  await caregiver.pressesMain('もう一度インストールする');
  await caregiver.sees('certificate');
}

async function typesFilePassword(caregiver: Caregiver, password: string): Promise<void> {
  await caregiver.typesIntoSystem('android-password', password);
  await caregiver.answers('android-password');
}

test('whatever the installer and the chooser answer is named, and nothing is lost by it', async () => {
  const { caregiver } = await atCertificate();
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.answers('android-kind', 'decline');
  await caregiver.sees('verify');
  await caregiver.seesFailure('installer-canceled');
  await caregiver.presses('verify-again');
  await caregiver.seesFailure('verify-nothing-offered');

  await installsAgain(caregiver);
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.seesSystem('android-kind');
  await caregiver.chooses('kind', 'wifi');
  await caregiver.answers('android-kind', 'other');
  await caregiver.answers('android-name');
  await caregiver.sees('verify');
  await caregiver.pressesMain('確認する');
  await caregiver.seesFailure('verify-nothing-offered');
  expect(await caregiver.readsPage()).toContain('「Wi-Fi 証明書」');

  await installsAgain(caregiver);
  await installOnAndroid(caregiver);
  await caregiver.pressesMain('確認する');
  await caregiver.answers('android-chooser', 'decline');
  await caregiver.seesFailure('verify-denied');
  await verifyOnAndroid(caregiver);
});

test('of two certificates the wrong one is not taken for the right one', async () => {
  const { caregiver } = await Walk.begin();
  await practise(caregiver, 'android', 'both');
  await logIn(caregiver);
  for (const last of [false, true]) {
    await caregiver.sees('certificates');
    // Of the second it is asked whether it belongs to the same office.
    if (last) await caregiver.chooses('office', '');
    else await caregiver.chooses('row', '1');
    await caregiver.pressesMain('インストールへ進む');
    await openCertificate(caregiver);
    await installOnAndroid(caregiver);
    if (last) {
      await caregiver.pressesMain('確認する');
      await caregiver.seesSystem('android-chooser');
      await caregiver.chooses('alias', '1');
      await caregiver.answers('android-chooser', 'other');
      await caregiver.seesFailure('verify-wrong-certificate');
    }
    await caregiver.pressesMain('確認する');
    await caregiver.seesSystem('android-chooser');
    if (last) await caregiver.chooses('alias', '0');
    await caregiver.answers('android-chooser');
    await caregiver.sees('done');
    await caregiver.pressesMain('終了する');
    await caregiver.sees('home');
    if (last) break;
    await caregiver.presses('add-office');
    await caregiver.sees('login');
    await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
    await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
    await caregiver.pressesMain('ログイン');
  }
});

test('without an installer a file in Downloads is installed from Settings, and deleted afterwards', async () => {
  const { caregiver, password } = await atCertificate('no-installer,galaxy');
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.sees('installing');
  expect(await caregiver.readsPage()).toContain('アプリからインストールする画面がありません');
  await caregiver.pressesMain('「ダウンロード」に保存する');
  await caregiver.finds('[data-testid="open-settings"]');
  // The same screen at another stage is read as a new page.
  expect(await caregiver.arrives()).toBe(0);
  expect(await caregiver.readsPage()).toContain('機種により異なります');
  await caregiver.opensSettings();
  await caregiver.answers('android-security');
  await caregiver.answers('android-install');
  await caregiver.answers('android-files');
  await typesFilePassword(caregiver, 'chigau');
  await caregiver.seesText('パスワードが正しくありません。');
  await typesFilePassword(caregiver, password);
  await caregiver.answers('android-name');
  await caregiver.sees('installing');
  await caregiver.pressesMain('インストールしたので、確認する');
  await caregiver.answers('android-chooser');
  await caregiver.sees('done');
  await caregiver.presses('delete-saved-file');
  await caregiver.finds('[data-screen="done"]:not(:has([data-testid="delete-saved-file"]))');
  await caregiver.unfolds('in-settings');
  await caregiver.opensSettings();
  await caregiver.answers('android-security', 'other');
  await caregiver.answers('android-credentials');
  await caregiver.answers('android-credential');
  await caregiver.sees('done');
});

test('an installer that asks for a password gets a file that has one', async () => {
  const { caregiver, password } = await atCertificate('asks-password');
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.answers('android-password', 'decline');
  await caregiver.sees('verify');
  await caregiver.presses('install-by-password');
  await caregiver.sees('installing');
  await caregiver.pressesMain('このスマホにインストールする');
  await typesFilePassword(caregiver, password);
  await caregiver.answers('android-kind');
  await caregiver.answers('android-name');
  await caregiver.sees('verify');
  await verifyOnAndroid(caregiver);
});

test('killed in every state it looks and never prompts, and the way goes on', async () => {
  const { walk, caregiver } = await atCertificate();
  await walk.isKilledAndReturns();
  await logInAgain(caregiver);

  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.seesSystem('android-kind');
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await caregiver.pressesMain('確認する');
  await caregiver.seesFailure('verify-nothing-offered');
  await caregiver.pressesMain('もう一度インストールする');
  await logInAgain(caregiver);

  await installOnAndroid(caregiver);
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await caregiver.pressesMain('確認する');
  await caregiver.seesSystem('android-chooser');
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await verifyOnAndroid(caregiver);
  await walk.isKilledAndReturns();
  await caregiver.sees('home');
  expect(await caregiver.readsPage()).toContain('確認済み');
});

test('what a phone can do to the proof is named: silence, management, no chooser, a null at once', async () => {
  const { walk, caregiver } = await atCertificate('loses-result');
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.answers('android-kind');
  await caregiver.answers('android-name');
  await caregiver.seesFailure('installer-canceled');
  for (const [phone, code] of [
    ['silent-chooser', 'verify-timed-out'],
    ['managed-chooser', 'verify-managed'],
    ['no-chooser', 'verify-no-chooser'],
    ['null-chooser', 'verify-nothing-offered'],
  ] as const) {
    await walk.isKilledAndReturns(undefined, phone);
    await caregiver.sees('verify');
    await caregiver.pressesMain('確認する');
    await caregiver.seesFailure(code);
  }
  await walk.isKilledAndReturns(undefined, '');
  await caregiver.sees('verify');
  await verifyOnAndroid(caregiver);
});

test('a phone that may not, and one that lacks something', async () => {
  for (const [phone, said] of [
    ['restricted', ['会社が管理しているスマホです']],
    ['no-chrome,no-screen-lock', ['Chromeがありません', '画面ロックがありません']],
  ] as const) {
    const { caregiver } = await Walk.begin(undefined, undefined, phone);
    await practise(caregiver, 'android', 'dx');
    await caregiver.pressesMain('始める');
    await caregiver.sees('preparation');
    for (const words of said) await caregiver.seesText(words);
  }
});

/** Two years pass: the certificate is due, and the portal has issued another one. */
function becomesDue(folder: string): void {
  const file = path.join(folder, 'state.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as {
    ledger: { certificates: Record<string, { certificate: { summary: { notAfter: number } } }> };
  };
  for (const { certificate } of Object.values(state.ledger.certificates)) {
    certificate.summary.notAfter = Date.now() + 40 * 86_400_000;
  }
  writeFileSync(file, JSON.stringify(state));
  rmSync(path.join(folder, 'practice/ca/certificates/dx-dx.pem'));
}

test('a renewal goes under the same name and is proven as the new one', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.presses('remember');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  await walk.isKilledAndReturns(() => becomesDue(walk.folder));
  await caregiver.sees('home');
  caregiver.startsCounting();
  await caregiver.pressesMain('証明書を新しくする');
  await caregiver.pressesMain('申しこみました');
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(await caregiver.reads('practice-user-id'));
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await openCertificate(caregiver);
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.answers('android-kind');
  await caregiver.answers('android-name');
  await caregiver.sees('done');
  settle(renewal, caregiver);
  const certificates = JSON.parse(readFileSync(path.join(walk.folder, 'state.json'), 'utf8')) as {
    ledger: { certificates: object };
  };
  expect(Object.keys(certificates.ledger.certificates)).toHaveLength(1);
});
