import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cardLink, hostileLinks, MANUAL, OFFICE, USER_ID } from '../src/inbound.ts';
import { InboundApp } from '../src/inbound-app.ts';
import { drag } from '../src/drag.ts';
import { pkcs12 } from '../src/files.ts';
import { top } from '../src/places.ts';
import { logIn, practise } from '../src/ways.ts';

const CARD = cardLink({ office: OFFICE, kind: 'hoken', id: USER_ID });

test('a card starts the app, which asks first; no is no, and scanned again it asks again', async () => {
  const started = await InboundApp.begin(CARD);
  const dialog = await started.dialog();
  expect(dialog.name).toBe('inbound-card');
  expect(dialog.words).toContain(OFFICE);
  expect(dialog.words).toContain(USER_ID);
  expect(started.kept().journal).toBeNull();
  await started.answers('decline');
  await started.caregiver.sees('welcome');
  await started.waits();
  await started.isKilledAndReturns(CARD);
  expect((await started.dialog()).name).toBe('inbound-card');
  expect(started.kept().journal).toBeNull();
});

test('a link that was not answered before a kill has done nothing, and asks again', async () => {
  const started = await InboundApp.begin(CARD);
  await started.dialog();
  expect(started.kept().journal).toBeNull();
  await started.isKilledAndReturns(CARD);
  expect((await started.dialog()).name).toBe('inbound-card');
  expect(started.kept().journal).toBeNull();
});

test('a link that was followed does nothing after a kill before it is answered again', async () => {
  const started = await InboundApp.begin();
  const { caregiver } = started;
  await practise(caregiver, 'android', 'dx');
  started.brings(CARD);
  expect((await started.dialog()).words).toContain('練習の中で');
  await started.answers('main');
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(USER_ID);
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  // This office has the other certificate alone: that is asked, not taken.
  await caregiver.sees('certificates');
  await caregiver.pressesMain('インストールへ進む');
  await caregiver.sees('certificate-password');
  await started.waits();
  await started.isKilledAndReturns(CARD);
  expect((await started.dialog()).name).toBe('inbound-card');
  await started.answers('decline');
  await caregiver.sees('login');
});

test('a link to the running app asks at once, and the same link twice is asked about once', async () => {
  const started = await InboundApp.begin();
  await started.caregiver.sees('welcome');
  started.brings(MANUAL);
  expect((await started.dialog()).name).toBe('inbound-portal');
  await started.answers('decline');
  started.brings(MANUAL);
  await started.waits();
  expect(await started.dialogNow()).toBeFalsy();
  // Later it is meant.
  started.brings(MANUAL);
  expect((await started.dialog()).name).toBe('inbound-portal');
});

test('during a journey a link asks before anything is left: no keeps it, yes begins anew', async () => {
  const started = await InboundApp.begin();
  const { caregiver } = started;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', 'half of i', '証明書発行用パスワード');
  started.brings(CARD);
  expect((await started.dialog()).words).toContain('ダウンロードしたファイルを消します');
  await started.answers('main');
  await caregiver.sees('certificate-password');
  expect(await caregiver.readsField('certificate-password')).toBe('half of i');
  await started.waits();
  started.brings(CARD);
  await started.dialog();
  await started.answers('confirm');
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(USER_ID);
});

const HOSTILE = 200;

test(`${HOSTILE} hostile links are refused, and none is acted upon`, async () => {
  const started = await InboundApp.begin();
  await started.caregiver.sees('welcome');
  const wrong: string[] = [];
  // What has no scheme is a file to a command line, and a NUL cannot stand in it.
  const isArgument = (link: string) => /^[a-z][a-z0-9+.-]+:/i.test(link) && !/^file:|\0/i.test(link);
  const links = hostileLinks(HOSTILE, isArgument);
  expect(new Set(links.map(({ link }) => link)).size).toBe(HOSTILE);
  // The first of each kind comes by a start of the app and is closed by hand; all others go the same way from there on.
  const byHand = new Set(new Map(links.toReversed().map(({ link, code }) => [code, link])).values());
  expect(byHand.size).toBeGreaterThan(5);
  for (const { link, code } of spread(links)) {
    if (byHand.has(link)) started.brings(link);
    else await started.hands(link);
    const dialog = await started.dialog();
    const said = dialog.code ?? '';
    if (dialog.name !== 'inbound-refused' || said !== code)
      wrong.push(`${link.slice(0, 80)}: ${dialog.name} ${said}, not ${code}`);
    if (byHand.has(link)) await started.answers('main');
    else await started.dismisses();
    await started.caregiver.sees('welcome');
  }
  expect(wrong).toEqual([]);
  expect(started.kept().journal).toBeNull();
}, 600_000);

/** What is too long is cut before it is compared: soon after one another they are the same, so others come in between. */
function spread<Link extends { code: string }>(links: readonly Link[]): Link[] {
  const long = links.filter(({ code }) => code === 'door-too-long');
  const others = links.filter(({ code }) => code !== 'door-too-long');
  expect(others.length).toBeGreaterThan(long.length);
  return others.flatMap((each, at) => [each, ...long.slice(at, at + 1)]);
}

test('a file starts the app or comes to it: judged by its content, and asked about first', async () => {
  const files = path.join(top, 'target/journey/files');
  mkdirSync(files, { recursive: true });
  const named = (name: string, bytes: Buffer | string) => {
    writeFileSync(path.join(files, name), bytes);
    return path.join(files, name);
  };
  const certificate = named('証明書 (1).pfx.html', pkcs12('aB3dE5gH'));
  const page = named('certificate.p12', '<!doctype html><title>x</title>');
  const started = await InboundApp.begin(certificate);
  const { caregiver } = started;
  expect((await started.dialog()).name).toBe('inbound-file');
  await started.answers('decline');
  await caregiver.sees('welcome');

  for (const [brought, code] of [
    [[page], 'certificate-not-pkcs12'],
    [[certificate, page], 'door-file-several'],
    [[files], 'door-file-folder'],
    [[path.join(files, 'gone.p12')], 'door-file-vanished'],
    [[`file://${encodeURI(page)}`], 'certificate-not-pkcs12'],
  ] as const) {
    started.brings(...brought);
    expect((await started.dialog()).code).toBe(code);
    await started.answers('main');
    await caregiver.sees('welcome');
  }

  // A name in Shift JIS, as old archives have it.
  const old = Buffer.concat([
    Buffer.from(`${files}/`),
    Buffer.from([0x8f, 0xd8, 0x96, 0xbe, 0x8f, 0x91]),
    Buffer.from('.p12'),
  ]);
  writeFileSync(old, pkcs12('aB3dE5gH'));
  started.bringsBytes(old);
  expect((await started.dialog()).name).toBe('inbound-file');
  await started.answers('decline');
  await caregiver.sees('welcome');

  // Dropped onto the window.
  await drag([certificate, page]);
  expect((await started.dialog()).code).toBe('door-file-several');
  await started.answers('main');
  await caregiver.sees('welcome');
  await drag([certificate]);
  expect((await started.dialog()).name).toBe('inbound-file');
  await started.answers('decline');
  await caregiver.sees('welcome');

  await practise(caregiver, 'android', 'dx');
  started.brings(certificate);
  expect((await started.dialog()).name).toBe('inbound-file');
  await started.answers('main');
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', 'wrong', '証明書発行用パスワード');
  await caregiver.pressesMain('確認する');
  await caregiver.seesFailure('certificate-wrong-password');
  rmSync(files, { recursive: true });
});
