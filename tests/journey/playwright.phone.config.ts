import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { top } from './src/places.ts';

/** The app on an Android phone or emulator that adb knows: a debug build, whose WebView lets itself be moved. */
export default defineConfig({
  testDir: 'phone',
  outputDir: path.join(top, 'target/playwright-phone'),
  timeout: 300_000,
  workers: 1,
  reporter: [['list']],
});
