import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cardLink, hostileLinks, MANUAL, OFFICE, USER_ID } from '../src/doors.ts';
import { Doorstep } from '../src/doorstep.ts';
import { drag } from '../src/drag.ts';
import { pkcs12 } from '../src/files.ts';
import { top } from '../src/places.ts';
import { logIn, practise } from '../src/ways.ts';

const CARD = cardLink({ office: OFFICE, kind: 'hoken', id: USER_ID });

test('a link starts the app, which asks first; no is no, also after a kill', async () => {
  const doorstep = await Doorstep.begin(CARD);
  const door = await doorstep.door();
  expect(door.name).toBe('door-card');
  expect(door.words).toContain(OFFICE);
  expect(door.words).toContain(USER_ID);
  expect(doorstep.kept().journal).toBeNull();
  await doorstep.answers('decline');
  await doorstep.caregiver.sees('welcome');
  // The system may start the app with the same link again.
  await doorstep.isKilledAndReturns(CARD);
  await doorstep.caregiver.sees('welcome');
  await doorstep.waits();
  expect(await doorstep.doorNow()).toBeFalsy();
});

test('a link that was not answered before a kill has done nothing, and asks again', async () => {
  const doorstep = await Doorstep.begin(CARD);
  await doorstep.door();
  expect(doorstep.kept().journal).toBeNull();
  await doorstep.isKilledAndReturns(CARD);
  expect((await doorstep.door()).name).toBe('door-card');
  expect(doorstep.kept().journal).toBeNull();
});

test('a link that was followed is not followed again after a kill', async () => {
  const doorstep = await Doorstep.begin();
  const { caregiver } = doorstep;
  await practise(caregiver, 'android', 'dx');
  doorstep.brings(CARD);
  expect((await doorstep.door()).words).toContain('練習のなかで');
  await doorstep.answers('main');
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(USER_ID);
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  // The card names the other certificate: that is asked, not taken.
  await caregiver.sees('certificates');
  await caregiver.pressesMain('これを入れる');
  await caregiver.sees('certificate-password');
  await doorstep.isKilledAndReturns(CARD);
  await caregiver.sees('login');
  await doorstep.waits();
  expect(await doorstep.doorNow()).toBeFalsy();
});

test('a link to the running app asks at once, and the same link twice is asked about once', async () => {
  const doorstep = await Doorstep.begin();
  await doorstep.caregiver.sees('welcome');
  doorstep.brings(MANUAL);
  expect((await doorstep.door()).name).toBe('door-portal');
  await doorstep.answers('decline');
  doorstep.brings(MANUAL);
  await doorstep.waits();
  expect(await doorstep.doorNow()).toBeFalsy();
  // Later it is meant.
  doorstep.brings(MANUAL);
  expect((await doorstep.door()).name).toBe('door-portal');
});

test('during a journey a link asks before anything is left: no keeps it, yes begins anew', async () => {
  const doorstep = await Doorstep.begin();
  const { caregiver } = doorstep;
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', 'half of i', '証明書のパスワード');
  doorstep.brings(CARD);
  expect((await doorstep.door()).words).toContain('ダウンロードしたファイルを消します');
  await doorstep.answers('main');
  await caregiver.sees('certificate-password');
  expect(await caregiver.readsField('certificate-password')).toBe('half of i');
  await doorstep.waits();
  doorstep.brings(CARD);
  await doorstep.door();
  await doorstep.answers('confirm');
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(USER_ID);
});

const HOSTILE = 200;

test(`${HOSTILE} hostile links are refused, and none is acted upon`, async () => {
  const doorstep = await Doorstep.begin();
  await doorstep.caregiver.sees('welcome');
  const wrong: string[] = [];
  // What has no scheme is a file to a command line, and a NUL cannot stand in it.
  const isArgument = (link: string) => /^[a-z][a-z0-9+.-]+:/i.test(link) && !/^file:|\0/i.test(link);
  const links = hostileLinks(HOSTILE, isArgument);
  expect(new Set(links.map(({ link }) => link)).size).toBe(HOSTILE);
  // The first of each kind comes by a start of the app and is closed by hand; all others go the same way from there on.
  const byHand = new Set(new Map(links.toReversed().map(({ link, code }) => [code, link])).values());
  expect(byHand.size).toBeGreaterThan(5);
  for (const { link, code } of spread(links)) {
    if (byHand.has(link)) doorstep.brings(link);
    else await doorstep.hands(link);
    const door = await doorstep.door();
    const said = door.code ?? '';
    if (door.name !== 'door-refused' || said !== code)
      wrong.push(`${link.slice(0, 80)}: ${door.name} ${said}, not ${code}`);
    if (byHand.has(link)) await doorstep.answers('main');
    else await doorstep.dismisses();
    await doorstep.caregiver.sees('welcome');
  }
  expect(wrong).toEqual([]);
  expect(doorstep.kept().journal).toBeNull();
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
  const doorstep = await Doorstep.begin(certificate);
  const { caregiver } = doorstep;
  expect((await doorstep.door()).name).toBe('door-file');
  await doorstep.answers('decline');
  await caregiver.sees('welcome');

  for (const [brought, code] of [
    [[page], 'certificate-not-pkcs12'],
    [[certificate, page], 'door-file-several'],
    [[files], 'door-file-folder'],
    [[path.join(files, 'gone.p12')], 'door-file-vanished'],
    [[`file://${encodeURI(page)}`], 'certificate-not-pkcs12'],
  ] as const) {
    doorstep.brings(...brought);
    expect((await doorstep.door()).code).toBe(code);
    await doorstep.answers('main');
    await caregiver.sees('welcome');
  }

  // Dropped onto the window.
  await drag([certificate, page]);
  expect((await doorstep.door()).code).toBe('door-file-several');
  await doorstep.answers('main');
  await caregiver.sees('welcome');
  await drag([certificate]);
  expect((await doorstep.door()).name).toBe('door-file');
  await doorstep.answers('decline');
  await caregiver.sees('welcome');

  await practise(caregiver, 'android', 'dx');
  doorstep.brings(certificate);
  expect((await doorstep.door()).name).toBe('door-file');
  await doorstep.answers('main');
  await caregiver.sees('certificate-password');
  await caregiver.types('certificate-password', 'wrong', '証明書のパスワード');
  await caregiver.pressesMain('たしかめる');
  await caregiver.seesFailure('certificate-wrong-password');
  rmSync(files, { recursive: true });
});
