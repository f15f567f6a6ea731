import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './eventually';
import { mountApp, wordsOf, type Mounted } from './mounted';
import { sample } from './recorder';

let app: Mounted | null = null;
afterEach(() => app?.leave());

test(
  'a phone that may stop the app is said, with the way to its page and the calendar',
  { timeout: 60_000 },
  async () => {
    app = await mountApp();
    const { backend } = app;
    const find = (selector: string) => document.querySelector<HTMLElement>(`[data-overlay="reminders"] ${selector}`);
    const warning = () => wordsOf(find('.notice--warning'));

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
