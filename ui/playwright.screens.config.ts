import { defineConfig } from '@playwright/test';
import { FONTS } from './tests/screens/letters.ts';
import { PORT } from './tests/screens/port.ts';
import { sizes } from './tests/screens/sizes.ts';

process.env['FONTCONFIG_FILE'] = FONTS;

/** Photographs every sample View at every size into target/screens, and measures it. */
export default defineConfig({
  testDir: './tests/screens',
  testMatch: '*.screens.ts',
  outputDir: '../target/playwright-screens',
  fullyParallel: true,
  workers: 2,
  reporter: [['line']],
  globalTeardown: './tests/screens/contact-sheet.ts',
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    locale: 'ja-JP',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--hide-scrollbars'],
    },
  },
  projects: [
    ...sizes.map((size) => ({
      name: size.name,
      testMatch: 'every.screens.ts',
      grep: new RegExp(`@${size.name}$`),
    })),
    { name: 'cover', testMatch: 'cover.screens.ts' },
    {
      name: 'behaviour',
      testIgnore: ['every.screens.ts', 'cover.screens.ts', 'pace.screens.ts'],
      use: { viewport: { width: 390, height: 844 } },
    },
    {
      // Alone: what is measured is the page, not the others that are drawn at the same time.
      name: 'pace',
      testMatch: 'pace.screens.ts',
      dependencies: ['behaviour'],
      use: { viewport: { width: 390, height: 844 } },
    },
  ],
  webServer: {
    command: `npx vite build --mode gallery --logLevel warn && npx vite preview --mode gallery --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/gallery.html`,
    reuseExistingServer: false,
  },
});
