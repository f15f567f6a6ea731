/**
 * What the sticking parts lie over while it has the focus, one part of the page after the other; runs in the page. `later`: the
 * engine scrolls to what has the focus in a task of its own (WebKit), not at once (Chromium).
 */
export async function coveredFocus(later: boolean): Promise<string[]> {
  const bars = [...document.querySelectorAll('.actions, .practice-strip')].filter(
    (bar) => bar.checkVisibility() && getComputedStyle(bar).position === 'sticky',
  );
  const parts = [...document.querySelectorAll<HTMLElement>('a, button, input, summary')].filter(
    (each) => each.checkVisibility() && !bars.some((bar) => bar.contains(each)),
  );
  const found: string[] = [];
  for (const part of [...parts, ...parts.toReversed()]) {
    part.focus();
    if (later) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const box = (part.closest('.field__box, label') ?? part).getBoundingClientRect();
    // What is higher than half of the window is seen as far as it goes.
    if (document.activeElement !== part || box.height > innerHeight / 2) continue;
    const under = bars.some((bar) => {
      const edge = bar.getBoundingClientRect();
      return box.top < edge.bottom - 1 && box.bottom > edge.top + 1;
    });
    const name = part.dataset['testid'] ?? (part.id || part.textContent.trim().slice(0, 20));
    if (under || box.bottom > innerHeight + 1 || box.top < -1) {
      found.push(`${name} at ${Math.round(box.top)}–${Math.round(box.bottom)} of ${innerHeight}`);
    }
  }
  return found;
}
