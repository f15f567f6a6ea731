/**
 * Before the next picture: what was changed so far is not seen yet, and is laid out for it once. At once where the page is
 * hidden, and no picture comes.
 */
export function beforeFrame(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
