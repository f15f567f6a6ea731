/* What every browser has and jsdom has not; there is no room to measure there. */
class NoRoom {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
Object.assign(globalThis, { ResizeObserver: NoRoom, CSS: { supports: () => false } });
