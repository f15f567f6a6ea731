import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../src/types/Platform';
import { eventually } from './eventually';
import { mountApp, wordsOf, type Mounted } from './mounted';
import { sample } from './recorder';

/* What is told of an end of validity for a calendar: all that is known is that some app took the file. */

let app: Mounted;

beforeEach(async () => {
  app = await mountApp();
}, 60_000);
afterEach(() => app.leave());

const PLATFORMS: readonly Platform[] = ['iphone', 'ipad', 'android'];
/** Of iPhone and iPad: no share sheet there offers a calendar. */
const APPLE = PLATFORMS.filter((platform) => platform !== 'android');

/** What a page says on a phone of that kind, and the parts of it that are named, without its line breaks. */
async function said(name: string, platform: Platform, ...parts: string[]): Promise<string[]> {
  const view = { ...sample(name, 2), platform };
  app.backend.show(view);
  flushSync();
  await tick();
  const place = `[data-overlay=${view.overlay?.id}]`;
  await eventually(() => expect(document.querySelector(`${place} h1`)).not.toBeNull());
  return [place, ...parts.map((part) => `${place} ${part}`)].map((selector) => {
    const found = document.querySelector(selector);
    if (!found) throw new Error(selector);
    return wordsOf(found);
  });
}

test.each(PLATFORMS)('%s: a file that was handed on is not said to be with a calendar', async (platform) => {
  const [, status = ''] = await said('overlay-held-shared', platform, '[role=status]');
  expect(status).toMatch(/渡しました/);
  expect(status).not.toMatch(/カレンダーのアプリに渡し/);
});

test.each(APPLE)('%s: no page offers to put anything into a calendar app', async (platform) => {
  const [held, offer] = await said('overlay-held-shared', platform, '[data-testid=share-calendar]');
  expect(offer).toMatch(/ファイル/);
  expect(held).not.toMatch(/カレンダーのアプリ/);
  const [reminders] = await said('overlay-reminders-denied', platform);
  expect(reminders).toMatch(/ファイルを自分宛てに/);
  expect(reminders).not.toMatch(/カレンダーに入れてください|カレンダーに入れる証明書|カレンダーのアプリ/);
});
