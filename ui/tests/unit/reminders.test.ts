import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import App from '../../src/App.svelte';
import { fetchCatalogue } from '../../src/i18n/catalogue';
import { ViewClient } from '../../src/session/view-client.svelte';
import { eventually } from './eventually';
import { Recorder, sample } from './recorder';

let app: Record<string, unknown> | null = null;
afterEach(async () => {
  if (app) await unmount(app);
});

test(
  'a phone that may stop the app is said, with the way to its page and the calendar',
  { timeout: 60_000 },
  async () => {
    await Promise.all([fetchCatalogue('ja'), import('../../src/registry/later')]);
    window.scrollTo = () => undefined;
    const backend = new Recorder();
    const client = new ViewClient(backend);
    app = mount(App, { target: document.body, props: { client } });
    await client.start();
    const find = (selector: string) => document.querySelector<HTMLElement>(`[data-overlay="reminders"] ${selector}`);
    const warning = () => find('.notice--warning')?.textContent.replace(/[\u200b\u2060]/g, '') ?? '';

    backend.show(sample('overlay-reminders-on', 1));
    await eventually(() => expect(find('h1')).not.toBeNull());
    expect([warning().trim(), find('[data-testid="app-settings"]'), find('[data-testid^="held-"]')]).toEqual([
      '',
      null,
      null,
    ]);

    backend.show(sample('overlay-reminders-hibernates', 2));
    flushSync();
    await eventually(() => expect(warning()).toContain('数か月開かないと'));
    expect(find('[data-testid^="held-"]')).not.toBeNull();
    find('[data-testid="app-settings"]')?.click();
    await eventually(() => expect(backend.heard).toEqual(['{"id":"open-settings","page":"app"}']));

    // A practice phone's Settings have no such page.
    const practising = sample('system-android-kind').practice;
    backend.show({ ...sample('overlay-reminders-hibernates', 3), practice: practising });
    flushSync();
    expect(practising).not.toBeNull();
    expect(warning()).toContain('数か月開かないと');
    expect(find('[data-testid="app-settings"]')).toBeNull();
  },
);
