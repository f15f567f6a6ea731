import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config.ts';

export default defineConfig((env) =>
  mergeConfig(vite(env), {
    resolve: { conditions: ['browser'] },
    test: {
      include: ['tests/unit/**/*.test.ts'],
      environment: 'jsdom',
      setupFiles: ['tests/unit/setup.ts'],
      // So that what is waited for tells of itself (eventually.ts).
      testTimeout: 30_000,
      restoreMocks: true,
    },
  }),
);
