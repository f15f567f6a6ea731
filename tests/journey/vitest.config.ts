import { defineConfig } from 'vitest/config';
import { fonts } from './src/places.ts';

export default defineConfig({
  test: {
    include: ['journeys/**/*.spec.ts', 'window/**/*.spec.ts'],
    env: { FONTCONFIG_FILE: fonts },
    // One app at a time: a driver automates one, and two cores are enough for one.
    fileParallelism: false,
    // Visits in the portal window, which mostly wait.
    maxConcurrency: 4,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
});
