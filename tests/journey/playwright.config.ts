import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { fonts, top } from './src/places.ts';

process.env['FONTCONFIG_FILE'] = fonts;

/** Another one beside another checkout. */
const PORT = Number(process.env['JOURNEY_PORT'] ?? 4173);

const chromium = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--no-proxy-server', '--disable-background-networking', '--disable-component-update'],
};

export default defineConfig({
  testDir: 'ui',
  outputDir: path.join(top, 'target/playwright'),
  timeout: 120_000,
  workers: 2,
  reporter: [['list']],
  projects: [
    { name: 'usual' },
    {
      // The reader has set letters twice as large.
      name: 'large',
      testMatch: 'screens.spec.ts',
      grep: /light/,
      use: { launchOptions: { ...chromium, args: [...chromium.args, '--blink-settings=defaultFontSize=32'] } },
    },
  ],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${PORT}`,
    viewport: { width: 390, height: 844 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    trace: 'off',
    launchOptions: chromium,
  },
  webServer: {
    command: `"${path.join(top, 'target/debug/http-backend')}" --port ${PORT} --ui "${path.join(top, 'ui/dist')}"`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
