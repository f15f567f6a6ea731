import { defineConfig } from 'vitest/config';
import { fonts } from './src/places.ts';

export default defineConfig({
  test: {
    env: { FONTCONFIG_FILE: fonts },
    setupFiles: ['src/display.ts'],
    // Visits in the portal window: three engines at once keep two cores busy.
    maxConcurrency: 3,
    projects: [
      {
        extends: true,
        // An app waits for its pages more than it computes: two at a time keep two cores busy.
        test: { name: 'journeys', include: ['journeys/**/*.spec.ts'], maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        // After them, one file at a time: with six engines on two cores a page can take longer than the visit has patience.
        test: { name: 'window', include: ['window/**/*.spec.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
});
