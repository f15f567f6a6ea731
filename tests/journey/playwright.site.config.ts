import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { fonts, top } from './src/places.ts';

process.env['FONTCONFIG_FILE'] = fonts;

/** The publisher's static pages, as scripts/site writes them for an invented publisher. */
export default defineConfig({
  testDir: 'site',
  outputDir: path.join(top, 'target/playwright-site'),
  timeout: 60_000,
  workers: 2,
  reporter: [['list']],
  use: {
    locale: 'ja-JP',
    viewport: { width: 390, height: 844 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--no-proxy-server', '--disable-background-networking', '--disable-component-update'],
    },
  },
});
