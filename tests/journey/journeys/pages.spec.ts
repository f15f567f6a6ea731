import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { top } from '../src/places.ts';
import { Walk } from '../src/walk.ts';
import type { Caregiver } from '../src/caregiver.ts';
import { practise } from '../src/ways.ts';

/* Every page over the screen in the real app: each is read to its end, and each leads back to where it was opened. */

interface Symptom {
  id: string;
  screens: string[];
  title: string;
  answers: { title: string; guide: string | null; then: 'fixed' | 'help-desk' }[];
}

const content = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(top, `ui/src/guide/content/${name}.json`), 'utf8'));
const { symptoms } = content('troubleshooting.ja') as { symptoms: Symptom[] };
const guide = content('ja') as { pages: { id: string; title: string }[] };

/** A title as it stands in the page: without its markup, and without the limits that Rust fills in. */
const titled = (text: string) =>
  new RegExp(
    `^${text
      .replace(/\*\*|[|~]|\s/g, '')
      .replace(/[.*+?^$()[\]\\]/g, '\\$&')
      .replace(/\{\w+\}/g, '[^。]+')}$`,
  );

const ORDINARY_PATH = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = ORDINARY_PATH;
});

/** At the login, with something typed that must still stand there after every page. */
async function atLogin(caregiver: Caregiver): Promise<void> {
  await practise(caregiver, 'iphone', 'dx');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('user-id', TYPED, 'ユーザーID');
}
const TYPED = 'KJ12';

async function isBackAtLogin(caregiver: Caregiver): Promise<void> {
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(TYPED);
  expect(await caregiver.readsPage()).not.toContain('エラー番号');
}

test('every trouble leads to an end, and back to the screen', async () => {
  const { caregiver } = await Walk.begin();
  await atLogin(caregiver);
  for (const [index, symptom] of symptoms.entries()) {
    const answers = symptom.answers;
    const taken = index % answers.length;
    await caregiver.presses('help');
    await caregiver.seesAside('troubleshooting');
    if (!symptom.screens.includes('login')) await caregiver.unfolds('other-symptoms');
    await caregiver.presses(`symptom-${symptom.id}`);
    if (answers.length > 1) await caregiver.presses(`answer-${taken}`);
    await caregiver.finds('[data-overlay="troubleshooting"] .tasks li');
    expect(await caregiver.readsHeadline(), symptom.id).toMatch(titled(symptom.title));
    await caregiver.seesText(answers[taken]?.title ?? '');
    await caregiver.pressesMain(symptom.id);
    if (answers[taken]?.then === 'help-desk') {
      await caregiver.seesAside('help-desk');
      await caregiver.presses('close');
    }
    await isBackAtLogin(caregiver);
  }
});

test('every page of the guide opens, and the guide leads back', async () => {
  const { caregiver } = await Walk.begin();
  await atLogin(caregiver);
  const symptom = symptoms.find((each) => each.screens.includes('login') && each.answers[0]?.guide);
  await caregiver.presses('help');
  await caregiver.presses(`symptom-${symptom?.id ?? ''}`);
  await caregiver.presses('answer-0');
  await caregiver.presses('open-guide-page');
  await caregiver.seesAside('guide');
  await caregiver.finds('[data-overlay="guide"] .tasks li');
  await caregiver.presses('guide-contents');
  for (const page of guide.pages) {
    await caregiver.presses(`guide-${page.id}`);
    await caregiver.finds('[data-overlay="guide"] .tasks li');
    expect(await caregiver.readsHeadline(), page.id).toMatch(titled(page.title));
    await caregiver.presses('guide-contents');
  }
  await caregiver.presses('guide-corrections');
  await caregiver.finds('[data-overlay="guide"] .details');
  // Back goes to the contents, to the page of before, to the trouble that opened it, and to the screen.
  await caregiver.pressesMain('元の画面に戻る');
  await isBackAtLogin(caregiver);
});

test('the help desk is reached by the phone, by mail and in the browser, outside of the app', async () => {
  // What the desktop would open is written into a file instead.
  const folder = mkdtempSync(path.join(tmpdir(), 'opener-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'opened');
  writeFileSync(path.join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> "${file}"\n`);
  chmodSync(path.join(folder, 'xdg-open'), 0o755);
  process.env['PATH'] = `${folder}:${ORDINARY_PATH ?? ''}`;
  const { caregiver } = await Walk.begin();
  const opened = async (wanted: RegExp) => {
    await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : ''), { timeout: 10_000 }).toMatch(wanted);
  };
  await atLogin(caregiver);
  await caregiver.presses('help');
  await caregiver.presses('ask-help-desk');
  await caregiver.seesAside('help-desk');
  const number = await caregiver.reads('help-desk-number');
  expect(await caregiver.reads('diagnosis')).not.toContain(TYPED);
  await caregiver.presses('copy-number');
  await caregiver.finds('[data-overlay="help-desk"] [role="status"]:not(:empty)');
  await caregiver.presses('write-mail');
  await opened(/^mailto:[^?]+@[^?]+\?subject=[^&]+&body=\S+$/m);
  await caregiver.presses('open-inquiry');
  await opened(/^https:\/\/\S+$/m);
  // At night the main button writes a mail instead.
  const open = (await caregiver.readsHeadline()) === '受付時間内です。';
  await caregiver.pressesMain('電話をかける');
  await opened(open ? new RegExp(`^tel:${number.replaceAll('-', '')}$`, 'm') : /^mailto:\S+\n(?:.*\n)*mailto:\S+$/m);
  expect(await caregiver.readsPage()).not.toContain('開けませんでした');
  await caregiver.presses('back');
  await caregiver.seesAside('troubleshooting');
  await caregiver.presses('back');
  await isBackAtLogin(caregiver);
});

test('language, theme and furigana are switched at once and outlive the app', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  await caregiver.sees('welcome');
  await caregiver.presses('open-settings');
  await caregiver.seesAside('settings');
  await caregiver.presses('settings-language');
  await caregiver.presses('option-en');
  await caregiver.finds('html[lang="en"] [data-overlay="settings"][data-shown]');
  await caregiver.presses('option-ja-easy');
  await caregiver.finds('html[data-language="ja-easy"] [data-overlay="settings"] ruby');
  await caregiver.presses('back');
  await caregiver.presses('settings-theme');
  await caregiver.presses('option-dark');
  await caregiver.finds('html[data-theme="dark"] [data-overlay="settings"]');
  await caregiver.presses('back');
  await caregiver.presses('settings-furigana');
  await caregiver.finds('html:not([data-readings]) [data-overlay="settings"]');

  await walk.isKilledAndReturns();
  await caregiver.sees('welcome');
  await caregiver.finds(
    'html[data-language="ja-easy"][data-theme="dark"]:not([data-readings]) [data-screen="welcome"]',
  );
  await caregiver.presses('open-settings');
  await caregiver.presses('settings-furigana');
  await caregiver.finds('html[data-readings] [data-overlay="settings"] ruby');
  await caregiver.presses('settings-theme');
  await caregiver.presses('option-light');
  await caregiver.presses('back');

  await walk.isKilledAndReturns();
  await caregiver.sees('welcome');
  await caregiver.finds('html[data-theme="light"][data-readings] [data-screen="welcome"] ruby');
});

test('the card for the computer and the page about the app lead back step by step', async () => {
  const { caregiver } = await Walk.begin();
  await atLogin(caregiver);
  await caregiver.presses('open-pc-card');
  await caregiver.seesAside('pc-card');
  await caregiver.finds('[data-overlay="pc-card"] .tasks li');
  await caregiver.presses('back');
  await isBackAtLogin(caregiver);
});

test('about is opened from the settings and goes back to them', async () => {
  const { caregiver } = await Walk.begin();
  await caregiver.sees('welcome');
  await caregiver.presses('open-settings');
  await caregiver.presses('open-about');
  await caregiver.seesAside('about');
  expect(await caregiver.readsPage()).toContain('*.e-seikyuu.jp');
  await caregiver.presses('back');
  await caregiver.seesAside('settings');
  await caregiver.presses('back');
  await caregiver.sees('welcome');
});
