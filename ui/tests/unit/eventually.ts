import { vi } from 'vitest';

/** Waits until that holds: long enough for a page that is loaded late on a machine that is busy. */
export const eventually = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 20_000, interval: 10 });
