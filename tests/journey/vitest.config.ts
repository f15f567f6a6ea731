import { defineConfig } from 'vitest/config';
import { fonts } from './src/places.ts';

export default defineConfig({
  test: {
    include: ['journeys/**/*.spec.ts', 'window/**/*.spec.ts'],
    env: { FONTCONFIG_FILE: fonts },
    setupFiles: ['src/display.ts'],
    // An app waits for its pages more than it computes: two at a time keep two cores busy.
    maxWorkers: 2,
    // Visits in the portal window, which mostly wait.
    maxConcurrency: 3,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
});
