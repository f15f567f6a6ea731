import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config.ts';

export default defineConfig((env) =>
  mergeConfig(vite(env), {
    resolve: { conditions: ['browser'] },
    test: {
      include: ['tests/unit/**/*.test.ts'],
      environment: 'jsdom',
      setupFiles: ['tests/unit/setup.ts'],
      restoreMocks: true,
    },
  }),
);
