import { defineConfig } from '@playwright/test';
import screens from './playwright.screens.config.ts';

/** Pictures for the stores, into target/store. */
export default defineConfig({
  ...screens,
  testDir: './tests/store',
  testMatch: '*.pictures.ts',
  globalTeardown: [],
  projects: [{ name: 'store' }],
});
