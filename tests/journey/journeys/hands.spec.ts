import { expect, test } from 'vitest';
import type { Caregiver } from '../src/caregiver.ts';
import { Walk } from '../src/walk.ts';
import {
  handOver,
  installInSettings,
  installOnAndroid,
  openCertificate,
  practise,
  verifyOnAndroid,
  verifyOnIphone,
} from '../src/ways.ts';

/* In her hands, in WebKit: where a page begins, where one comes back to, what is seen of what has the focus, and what is kept of
   what was typed. WebKit scrolls to what has the focus, and gives the focus away, by rules of its own. */

/** Ten letters, the last of them of full width. */
const WIDE = 'Renshu202６';
/** A page that no screen of the way fits into, with its bars sticking. */
const LOW: [width: number, height: number] = [390, 560];
/** As low as the window of the app gets: what a keyboard leaves of a page. */
const KEYBOARD_UP: [width: number, height: number] = [390, 480];

/** Goes through a screen that has just come: it stands at its top, shows what has the focus, and is left at its end. */
async function arriveAndScroll(caregiver: Caregiver, screen: string): Promise<void> {
  expect(await caregiver.arrives(), screen).toBe(0);
  expect(await caregiver.findsCovered(), screen).toEqual([]);
  await caregiver.scrollsToEnd();
}

test('on Android every screen starts at its top, nothing that has the focus is covered, what was typed is kept', async () => {
  const { caregiver } = await Walk.begin();
  await caregiver.holds(...LOW);
  await practise(caregiver, 'android', 'dx');
  // From the end of the page of practice.
  expect(await caregiver.arrives()).toBe(0);
  expect(await caregiver.scrollsToEnd()).toBeGreaterThan(100);
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await arriveAndScroll(caregiver, 'login');

  await caregiver.holds(...KEYBOARD_UP);
  expect(await caregiver.findsCovered(), 'login, keyboard up').toEqual([]);
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', WIDE, 'パスワード');
  await caregiver.pressesMain('ログイン');
  // Nothing was sent, and no try is lost.
  await caregiver.finds('[data-testid="as-typed"]');
  await caregiver.hasFocusOn('#password');
  expect(await caregiver.readsField('password')).toBe(WIDE);
  await caregiver.types('password', 'Wrong2026', 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.seesFailure('portal-wrong-login');
  expect(await caregiver.arrives(), 'a refused password').toBe(0);
  expect(await caregiver.readsField('password')).toBe('Wrong2026');
  expect(await caregiver.findsCovered(), 'a refused password, keyboard up').toEqual([]);
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.holds(...LOW);
  await caregiver.pressesMain('ログイン');

  await caregiver.sees('certificate-password');
  await arriveAndScroll(caregiver, 'certificate-password');
  await openCertificate(caregiver);
  await arriveAndScroll(caregiver, 'certificate');
  await installOnAndroid(caregiver);
  await arriveAndScroll(caregiver, 'verify');
  await verifyOnAndroid(caregiver);
  await arriveAndScroll(caregiver, 'done');
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  await arriveAndScroll(caregiver, 'home');
});

test('on an iPhone too, and a question that is answered gives the focus back', async () => {
  const { caregiver } = await Walk.begin();
  await caregiver.holds(...LOW);
  await practise(caregiver, 'iphone', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
  await caregiver.sees('certificate-password');
  await caregiver.presses('back');
  await caregiver.finds('[data-question="leave-certificate"]');
  await caregiver.hasFocusOn('[data-question] [data-main]');
  await caregiver.stays();
  await caregiver.sees('certificate-password');
  await caregiver.hasFocusOn('[data-shown] :is(h1, [data-testid="back"])');

  const password = await openCertificate(caregiver);
  await arriveAndScroll(caregiver, 'certificate');
  await handOver(caregiver);
  await arriveAndScroll(caregiver, 'settings-steps');
  await installInSettings(caregiver, password);
  await arriveAndScroll(caregiver, 'verify');
  await verifyOnIphone(caregiver);
  await arriveAndScroll(caregiver, 'done');
});

test('back from a page one is where one was, on what opened it, with what was unfolded', async () => {
  const { caregiver } = await Walk.begin();
  await caregiver.holds(...LOW);
  await caregiver.sees('welcome');
  const comesBackTo = async (opener: string, page: () => Promise<void>): Promise<void> => {
    const before = await caregiver.scrollsTo(opener);
    expect(before, opener).toBeGreaterThan(100);
    await caregiver.presses(opener);
    await page();
    expect(await caregiver.arrives(), opener).toBe(0);
    await caregiver.scrollsToEnd();
    await caregiver.presses('back');
    await caregiver.hasFocusOn(`[data-shown] [data-testid="${opener}"]`);
    expect(Math.abs((await caregiver.scrolled()) - before), opener).toBeLessThan(2);
  };
  await comesBackTo('open-about', () => caregiver.seesAside('about'));

  await caregiver.presses('open-guide');
  await caregiver.seesAside('guide');
  await comesBackTo('guide-passwords', () => caregiver.finds('[data-overlay="guide"] .tasks li'));
  await caregiver.presses('back');
  await caregiver.sees('welcome');

  await caregiver.presses('help');
  await caregiver.seesAside('troubleshooting');
  await caregiver.unfolds('other-symptoms');
  await comesBackTo('symptom-lost-phone', () => caregiver.finds('[data-shown] h1'));
});
