import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Platform } from '../../../ui/src/types/Platform.ts';
import type { Caregiver } from '../src/caregiver.ts';
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

interface Saved {
  ledger: {
    certificates: Record<string, { certificate: { summary: { notAfter: number } } }>;
    removed?: { removal: { id: string } }[];
  };
}

const state = (folder: string) => path.join(folder, 'state.json');
const saved = (walk: Walk) => JSON.parse(readFileSync(state(walk.folder), 'utf8')) as Saved;

/** From the welcome to home, with one certificate that is proven; its slot. */
async function holding(phone: Platform): Promise<{ walk: Walk; caregiver: Caregiver; slot: string }> {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await practise(caregiver, phone, 'dx');
  await logIn(caregiver);
  const password = await openCertificate(caregiver);
  if (phone === 'android') {
    await installOnAndroid(caregiver);
    await verifyOnAndroid(caregiver);
  } else {
    await handOver(caregiver);
    await installInSettings(caregiver, password);
    await verifyOnIphone(caregiver);
  }
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  return { walk, caregiver, slot: Object.keys(saved(walk).ledger.certificates)[0] ?? '' };
}

async function opensReminders(caregiver: Caregiver): Promise<void> {
  await caregiver.presses('open-reminders');
  await caregiver.seesAside('reminders');
}

for (const phone of ['android', 'iphone'] as const) {
  test(`${phone}: told before the end, each time once, through kills, and a tap opens the certificate`, async () => {
    const { walk, caregiver } = await holding(phone);
    await opensReminders(caregiver);
    await caregiver.pressesMain('通知を受け取る');
    await caregiver.seesSystem('notification-question');
    // Nobody has answered: nothing is turned on, and it is asked again.
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await opensReminders(caregiver);
    await caregiver.pressesMain('通知を受け取る');
    await caregiver.answers('notification-question');
    await caregiver.seesText('次の通知は');
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await caregiver.finds('[data-testid="open-reminders"] .row__value');
    expect(await caregiver.reads('open-reminders')).toContain('オン');

    await opensReminders(caregiver);
    const days: string[] = [];
    const next = async (answer: 'go' | 'decline') => {
      await caregiver.presses('pass-time');
      await caregiver.seesSystem('reminder');
      days.push(await caregiver.readsSystem());
      await caregiver.answers('reminder', answer);
    };
    await next('decline');
    await caregiver.presses('pass-time');
    await caregiver.seesSystem('reminder');
    days.push(await caregiver.readsSystem());
    // It has come, whatever became of it.
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await opensReminders(caregiver);
    await next('go');
    await caregiver.seesAside('held');
    expect(new Set(days).size).toBe(days.length);
    await caregiver.pressesMain('閉じる');

    await opensReminders(caregiver);
    await caregiver.presses('stop-reminders');
    await caregiver.finds('[data-overlay="reminders"]:not(:has([data-testid="pass-time"]))');
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    expect(await caregiver.reads('open-reminders')).toContain('オフ');
  });

  test(`${phone}: after a no the calendar is the way, and nobody is asked twice`, async () => {
    const { walk, caregiver, slot } = await holding(phone);
    await opensReminders(caregiver);
    await caregiver.pressesMain('通知を受け取る');
    await caregiver.answers('notification-question', 'decline');
    await caregiver.seesText('通知がスマホで許可されていません');
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await opensReminders(caregiver);
    await caregiver.pressesMain('通知を受け取る');
    await caregiver.seesText('通知がスマホで許可されていません');
    await caregiver.presses(`held-${slot}`);
    await caregiver.seesAside('held');
    await caregiver.finds('[data-testid="share-calendar"]');
  });

  test(`${phone}: a renewal asks first, and the same certificate again is not taken for a new one`, async () => {
    const { walk, caregiver } = await holding(phone);
    await walk.isKilledAndReturns(() => becomesDue(walk.folder));
    await caregiver.sees('home');
    await caregiver.pressesMain('証明書を新しくする');
    await caregiver.seesAside('renewal');
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await caregiver.pressesMain('証明書を新しくする');
    await caregiver.presses('not-yet');
    await caregiver.seesAside('pc-card');
    await caregiver.presses('back');
    await caregiver.seesAside('renewal');
    await caregiver.pressesMain('申しこみました');
    await caregiver.sees('login');
    await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
    await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
    await caregiver.pressesMain('ログイン');
    await openCertificate(caregiver);
    await caregiver.seesText('前と同じ証明書です');
  });

  test(`${phone}: what to do about a lost phone is found from home, from help and from the card`, async () => {
    const { walk, caregiver } = await holding(phone);
    await caregiver.presses('open-lost-phone');
    await caregiver.seesAside('lost-phone');
    await walk.isKilledAndReturns();
    await caregiver.sees('home');
    await caregiver.presses('help');
    await caregiver.seesAside('troubleshooting');
    await caregiver.presses('open-lost-phone');
    await caregiver.seesAside('lost-phone');
    await caregiver.presses('back');
    await caregiver.seesAside('troubleshooting');
    await caregiver.presses('back');
    await caregiver.sees('home');
    await caregiver.presses('open-facility-card');
    await caregiver.seesAside('facility-card');
    await caregiver.presses('open-lost-phone');
    await caregiver.seesAside('lost-phone');
  });
}

test('Android: the old phone is given back: led to the removal, through a kill, and what is gone is seen', async () => {
  const { walk, caregiver, slot } = await holding('android');
  await caregiver.presses('open-new-phone');
  await caregiver.seesAside('new-phone');
  await caregiver.presses(`held-${slot}`);
  await caregiver.seesAside('removal');
  await caregiver.opensSettings();
  await caregiver.answers('android-security', 'other');
  await caregiver.answers('android-credentials');
  await caregiver.seesSystem('android-credential');
  // It is still there, and the app says so when it is back.
  await walk.isKilledAndReturns();
  await caregiver.seesAside('removal');
  await caregiver.seesText('まだスマホに残っています');
  await caregiver.opensSettings();
  await caregiver.answers('android-security', 'other');
  await caregiver.answers('android-credentials');
  await caregiver.answers('android-credential', 'other');
  await caregiver.answers('android-credentials', 'decline');
  await caregiver.answers('android-security', 'decline');
  await caregiver.seesText('削除を確認しました');
  expect(saved(walk).ledger.removed?.map(({ removal }) => removal.id)).toEqual(['seen']);
  await caregiver.presses('open-records');
  await caregiver.seesAside('records');
  await caregiver.seesText('削除した証明書');
  await walk.isKilledAndReturns();
  await caregiver.sees('welcome');
  expect(saved(walk).ledger.certificates).toEqual({});
});

test('iPhone: a colleague leaves: led to the removal, through a kill, and what is said is written down as said', async () => {
  const { walk, caregiver } = await holding('iphone');
  await caregiver.presses('open-held');
  await caregiver.seesAside('held');
  await caregiver.presses('remove-held');
  await caregiver.seesAside('removal');
  await caregiver.opensSettings();
  await caregiver.answers('settings-root', 'other');
  await caregiver.seesSystem('settings-management');
  await walk.isKilledAndReturns();
  await caregiver.seesAside('removal');
  await caregiver.pressesMain('削除しました');
  await caregiver.seesText('「削除した」と記録しました');
  await caregiver.seesText('このアプリでは確認していません');
  expect(saved(walk).ledger.removed?.map(({ removal }) => removal.id)).toEqual(['said']);
  await walk.isKilledAndReturns();
  await caregiver.sees('welcome');
  expect(saved(walk).ledger.certificates).toEqual({});
});

/** Its end comes near, and the portal has not issued another one. */
function becomesDue(folder: string): void {
  const before = JSON.parse(readFileSync(state(folder), 'utf8')) as Saved;
  for (const { certificate } of Object.values(before.ledger.certificates)) {
    certificate.summary.notAfter = Date.now() + 40 * 86_400_000;
  }
  writeFileSync(state(folder), JSON.stringify(before));
}
