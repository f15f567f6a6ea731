import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ProfileProblem } from '../../../ui/src/types/ProfileProblem.ts';
import type { Caregiver } from '../src/caregiver.ts';
import { Chromium, noChromium } from '../src/chromium.ts';
import { pictures } from '../src/places.ts';
import { fetchProfile } from '../src/pretend-safari.ts';
import { Walk } from '../src/walk.ts';
import { handOver, installInSettings, logIn, openCertificate, practise, verifyOnIphone } from '../src/ways.ts';

const HURDLES: readonly ProfileProblem[] = [
  'no-entry',
  'expired',
  'wrong-password',
  'other-browser',
  'supervised',
  'lockdown-mode',
  'stolen-device',
];

/** From the welcome to a checked certificate on an awkward iPhone; the password of the letter. */
async function atCertificate(circumstances = '', folder?: string): Promise<{ walk: Walk; password: string }> {
  const walk = await Walk.begin(folder && path.join(pictures, folder), undefined, circumstances);
  await practise(walk.caregiver, 'iphone', 'dx');
  await logIn(walk.caregiver);
  return { walk, password: await openCertificate(walk.caregiver) };
}

/** The page on one problem of a profile, drawn, and back to the screen it was opened from. */
async function reads(caregiver: Caregiver, page: ProfileProblem): Promise<void> {
  await caregiver.presses(`profile-problem-${page}`);
  await caregiver.seesHurdle(page);
  await caregiver.seesDrawing();
}

/** Settings, the profile and its passcode, as far as the certificate's password. */
async function asFarAsThePassword(caregiver: Caregiver): Promise<void> {
  await caregiver.answers('settings-profile');
  await caregiver.answers('settings-passcode');
  await caregiver.answers('settings-unsigned');
  await caregiver.seesSystem('settings-password');
}

/** From the login, where one was left. */
async function logInAgain(caregiver: Caregiver): Promise<void> {
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
}

test.skipIf(noChromium())('a real browser with the identity of the profile proves it', async () => {
  const { walk, password } = await atCertificate();
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.seesSystem('safari-page');
  const pkcs12 = await fetchProfile(await caregiver.readsAddress());
  const chromium = new Chromium(path.join(walk.folder, 'practice/tls/root.pem'));
  chromium.install(pkcs12, password);
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.pressesMain('インストールしました');
  await caregiver.sees('verify');
  await caregiver.pressesMain('確認する');
  // Nothing is installed in the practice phone: its own Safari shows no certificate.
  await caregiver.seesSystem('safari-page');
  const page = chromium.open(await caregiver.readsAddress());
  expect(page).toContain('〇');
  expect(page).toContain('CarePlanJigyousho');
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('done');
  expect(await caregiver.readsPage()).toContain('Safariで使えました');
});

test('an iPad goes the whole way', async () => {
  const walk = await Walk.begin(path.join(pictures, 'ipad'));
  const { caregiver } = walk;
  await practise(caregiver, 'ipad', 'dx');
  await logIn(caregiver);
  const password = await openCertificate(caregiver);
  await handOver(caregiver);
  await installInSettings(caregiver, password);
  await verifyOnIphone(caregiver);
  await walk.closes();
});

test('a page that does not come within six seconds: Safari itself, with the reason', async () => {
  const { walk, password } = await atCertificate('warns-of-http', 'iphone-warning');
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.seesSystem('safari-page');
  // The sheet goes by itself.
  await caregiver.sees('hand-over');
  await caregiver.seesFailure('hand-off-no-page');
  expect(await caregiver.readsPage()).toContain('この接続は安全ではありません');
  await caregiver.pressesMain('Safariで開く');
  await caregiver.answers('safari-page');
  await caregiver.seesPageAfter('この接続は安全ではありません');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.answers('safari-downloaded');
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
  await installInSettings(caregiver, password);
  await verifyOnIphone(caregiver);
});

test('another browser as default: the file, saved and opened, and what to change', async () => {
  const { walk, password } = await atCertificate('warns-of-http,other-browser', 'iphone-file');
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.seesSystem('safari-page');
  await caregiver.sees('hand-over');
  await caregiver.pressesMain('Safariで開く');
  await caregiver.answers('other-browser-page', 'decline');
  await caregiver.sees('hand-over');
  await caregiver.seesFailure('hand-off-not-fetched');
  await reads(caregiver, 'other-browser');
  await caregiver.pressesMain('元の画面に戻る');
  await caregiver.sees('hand-over');
  await caregiver.presses('choose-file');
  await caregiver.pressesMain('保存画面を開く');
  await caregiver.answers('share-sheet', 'decline');
  await caregiver.sees('hand-over');
  await caregiver.pressesMain('保存画面を開く');
  await caregiver.answers('share-sheet');
  await caregiver.answers('files-save');
  await caregiver.sees('hand-over');
  await walk.isKilledAndReturns();
  // The file lies where it was saved.
  await caregiver.sees('hand-over');
  await caregiver.presses('open-files');
  await caregiver.answers('files-list');
  await caregiver.answers('safari-downloaded');
  await caregiver.pressesMain('ダウンロードしました');
  await caregiver.sees('settings-steps');
  await installInSettings(caregiver, password);
  await caregiver.pressesMain('確認する');
  await caregiver.answers('other-browser-page', 'decline');
  await caregiver.seesFailure('verify-no-certificate');
  await reads(caregiver, 'other-browser');
  await caregiver.pressesMain('元の画面に戻る');
  await caregiver.sees('verify');
});

test('a wrong guess and a second fetch at the loopback are told, and nothing that is not known', async () => {
  const { walk, password } = await atCertificate('', 'iphone-loopback');
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.seesSystem('safari-page');
  const page = await caregiver.readsAddress();
  const guess = await fetch(new URL(`/${'0'.repeat(32)}/profile.mobileconfig`, page));
  expect([guess.status, await guess.text()]).toEqual([404, '']);
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.answers('safari-downloaded');
  // Somebody else who knows the address.
  await fetchProfile(page);
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.seesText('受け渡しとは別の通信を断りました。');
  await caregiver.seesText('プロファイルが複数回ダウンロードされました。');
  expect(await caregiver.readsPage()).toContain('ほかのアプリが受け取ったかもしれません。');
  await installInSettings(caregiver, password);
  expect(await caregiver.readsPage()).not.toContain('複数回');
});

test('every page on what goes wrong is drawn and leads back', async () => {
  const { walk } = await atCertificate('', 'iphone-profile-problems');
  const { caregiver } = walk;
  await handOver(caregiver);
  await caregiver.unfolds('profile-problems');
  for (const page of HURDLES) {
    await reads(caregiver, page);
    await caregiver.presses('back');
    await caregiver.sees('settings-steps');
  }
  await reads(caregiver, 'no-entry');
  // Again is harmless.
  await caregiver.pressesMain('もう一度Safariに渡す');
  await caregiver.seesSystem('safari-page');
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
});

test('no entry on the first page of Settings, and a wrong password', async () => {
  const { walk, password } = await atCertificate('hides-entry');
  const { caregiver } = walk;
  await handOver(caregiver);
  await caregiver.presses('reveal');
  expect(await caregiver.reads('revealed')).toBe(password);
  await caregiver.presses('reveal');
  await caregiver.opensSettings();
  await caregiver.answers('settings-root', 'other');
  await caregiver.answers('settings-management');
  await asFarAsThePassword(caregiver);
  await caregiver.typesIntoSystem('settings-password', 'not this one');
  await caregiver.answers('settings-password');
  await caregiver.seesText('パスワードが違います。');
  await caregiver.typesIntoSystem('settings-password', password);
  await caregiver.answers('settings-password');
  await caregiver.answers('settings-installed');
  await caregiver.sees('settings-steps');
  await caregiver.pressesMain('インストールしました');
  await caregiver.sees('verify');
  // What is installed can be looked at.
  await caregiver.unfolds('verify-in-settings');
  await caregiver.opensSettings();
  await caregiver.answers('settings-root', 'other');
  await caregiver.answers('settings-management');
  await caregiver.answers('settings-details');
  await caregiver.sees('verify');
  await verifyOnIphone(caregiver);
});

test.each(['lockdown-mode', 'supervised'] as const)('%s: no profile at all', async (circumstances) => {
  const { walk } = await atCertificate(circumstances);
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.seesText('プロファイルをダウンロードできません');
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.opensSettings();
  await caregiver.answers('settings-root', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.unfolds('profile-problems');
  await reads(caregiver, circumstances);
  await caregiver.pressesMain('元の画面に戻る');
  await caregiver.sees('settings-steps');
});

test('what was ignored in Safari is had again, there and from the app', async () => {
  const { walk, password } = await atCertificate('', 'iphone-ignored');
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow', 'decline');
  // The page is still there and says what to do.
  await caregiver.seesText('「無視」を押したときは');
  await caregiver.answers('safari-page', 'other');
  await caregiver.answers('safari-allow', 'decline');
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.presses('hand-over-again');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.answers('safari-downloaded');
  // The link on the page leads back.
  await caregiver.answers('safari-page');
  await caregiver.sees('settings-steps');
  await installInSettings(caregiver, password);
  await verifyOnIphone(caregiver);
});

test('stolen device protection: it waits in Settings', async () => {
  const { walk } = await atCertificate('stolen-device');
  const { caregiver } = walk;
  await handOver(caregiver);
  await caregiver.opensSettings();
  await caregiver.answers('settings-root');
  await caregiver.answers('settings-profile');
  await caregiver.answers('settings-refused');
  await caregiver.answers('settings-root', 'decline');
  await caregiver.sees('settings-steps');
  await caregiver.unfolds('profile-problems');
  await reads(caregiver, 'stolen-device');
  await caregiver.pressesMain('元の画面に戻る');
  await caregiver.sees('settings-steps');
});

test('over while the app was not there: the password is asked again', async () => {
  const { walk } = await atCertificate();
  const { caregiver } = walk;
  await handOver(caregiver);
  const file = path.join(walk.folder, 'state.json');
  await walk.isKilledAndReturns(() => {
    const state = JSON.parse(readFileSync(file, 'utf8')) as { journal: { step: { id: string; deadline: string } } };
    expect(state.journal.step.id).toBe('fetched');
    state.journal.step.deadline = new Date(Date.now() - 1000).toISOString();
    writeFileSync(file, JSON.stringify(state));
  });
  await caregiver.sees('settings-steps');
  await caregiver.seesText('8分が過ぎました。');
  await caregiver.pressesMain('ログインからやり直す');
  await caregiver.sees('login');
  await caregiver.seesText('もう一度ログインして');
});

test('killed at the certificate and in Safari: nothing is claimed to be handed over', async () => {
  const { walk } = await atCertificate();
  const { caregiver } = walk;
  await walk.isKilledAndReturns();
  await caregiver.sees('login');
  await logInAgain(caregiver);
  await openCertificate(caregiver);
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.seesSystem('safari-page');
  await walk.isKilledAndReturns();
  await caregiver.sees('hand-over');
  expect(await caregiver.readsPage()).toContain('渡せたかどうかは確認できません。');
  await caregiver.presses('hand-over-seen');
  await caregiver.sees('settings-steps');
  // It was not there after all.
  await caregiver.unfolds('profile-problems');
  await reads(caregiver, 'no-entry');
  await caregiver.pressesMain('ログインからやり直す');
  await caregiver.sees('login');
});

test('killed once it was fetched, in Settings, and at the probe: the way goes on', async () => {
  const { walk, password } = await atCertificate();
  const { caregiver } = walk;
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.seesSystem('safari-downloaded');
  await walk.isKilledAndReturns();
  await caregiver.sees('settings-steps');
  await caregiver.opensSettings();
  await caregiver.answers('settings-root');
  await asFarAsThePassword(caregiver);
  await walk.isKilledAndReturns();
  await caregiver.sees('settings-steps');
  await installInSettings(caregiver, password);
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await caregiver.pressesMain('確認する');
  await caregiver.seesSystem('safari-chooser');
  await walk.isKilledAndReturns();
  await caregiver.sees('verify');
  await verifyOnIphone(caregiver);
});
