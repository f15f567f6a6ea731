import { test as base, expect } from '@playwright/test';
import { BrowserWindow } from '../src/browser-window.ts';
import { Caregiver, type Onlooker } from '../src/caregiver.ts';

interface Session {
  /** Somebody in front of an app of their own; `look` is called for every screen seen. */
  begin: (look?: Onlooker) => Promise<Caregiver>;
  /** The header that names this test's app. */
  session: () => Record<string, string>;
}

/** Every test gets an app of its own behind the one server, and fails on whatever the page complains about. */
export const test = base.extend<Session>({
  begin: async ({ page }, use, info) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await use(async (look) => {
      await page.goto(`/?session=${info.testId}-${info.retry}`);
      return new Caregiver(new BrowserWindow(page), look);
    });
    expect(complaints).toEqual([]);
  },
  session: async ({}, use, info) => use(() => ({ 'x-session': `${info.testId}-${info.retry}` })),
});

export { expect };
