import { mergeConfig } from 'vitest/config';
import journeys from './vitest.config.ts';

/** What is left of secrets in memory, on the disk and in logs: `make test-secrets`. */
export default mergeConfig(
  { ...journeys, test: { ...journeys.test, include: [] } },
  { test: { include: ['secrets/**/*.spec.ts'], testTimeout: 600_000, fileParallelism: false } },
);
