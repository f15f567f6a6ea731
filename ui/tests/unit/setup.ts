import { vi } from 'vitest';

/* What every browser has and jsdom has not; there is no room to measure there. */
class NoRoom {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal('ResizeObserver', NoRoom);
if (!('CSS' in globalThis)) vi.stubGlobal('CSS', { supports: () => false });
