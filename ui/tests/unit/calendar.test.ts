import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import App from '../../src/App.svelte';
import { fetchCatalogue } from '../../src/i18n/catalogue';
import { ViewClient } from '../../src/session/view-client.svelte';
import type { Platform } from '../../src/types/Platform';
import { eventually } from './eventually';
import { Recorder, sample } from './recorder';

/* What is told of an end of validity for a calendar: all that is known is that some app took the file. */

let backend: Recorder;
let app: Record<string, unknown>;

beforeAll(async () => {
  await Promise.all([fetchCatalogue('ja'), import('../../src/registry/later')]);
  window.scrollTo = () => undefined;
}, 60_000);
beforeEach(async () => {
  backend = new Recorder();
  const client = new ViewClient(backend);
  app = mount(App, { target: document.body, props: { client } });
  await client.start();
});
afterEach(() => unmount(app));

const PLATFORMS: readonly Platform[] = ['iphone', 'ipad', 'android'];
/** Of iPhone and iPad: no share sheet there offers a calendar. */
const APPLE = PLATFORMS.filter((platform) => platform !== 'android');

/** What a page says on a phone of that kind, and the parts of it that are named, without its line breaks. */
async function said(name: string, platform: Platform, ...parts: string[]): Promise<string[]> {
  const view = { ...sample(name, 2), platform };
  backend.show(view);
  flushSync();
  await tick();
  const place = `[data-overlay=${view.overlay?.id}]`;
  await eventually(() => expect(document.querySelector(`${place} h1`)).not.toBeNull());
  return [place, ...parts.map((part) => `${place} ${part}`)].map((selector) => {
    const found = document.querySelector(selector);
    if (!found) throw new Error(selector);
    return found.textContent.replace(/[\u200b\u2060]/g, '');
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
