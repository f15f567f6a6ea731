/** What the sticking parts lie over while it has the focus, one part of the page after the other; runs in the page. */
export function coveredFocus(): string[] {
  const bars = [...document.querySelectorAll('.actions, .practice-strip')].filter(
    (bar) => bar.checkVisibility() && getComputedStyle(bar).position === 'sticky',
  );
  const parts = [...document.querySelectorAll<HTMLElement>('a, button, input, summary')].filter(
    (each) => each.checkVisibility() && !bars.some((bar) => bar.contains(each)),
  );
  return [...parts, ...parts.toReversed()].flatMap((part) => {
    part.focus();
    const box = (part.closest('.field__box, label') ?? part).getBoundingClientRect();
    // What is higher than half of the window is seen as far as it goes.
    if (document.activeElement !== part || box.height > innerHeight / 2) return [];
    const under = bars.some((bar) => {
      const edge = bar.getBoundingClientRect();
      return box.top < edge.bottom - 1 && box.bottom > edge.top + 1;
    });
    const name = part.dataset['testid'] ?? (part.id || part.textContent.trim().slice(0, 20));
    return under || box.bottom > innerHeight + 1 || box.top < -1
      ? [`${name} at ${Math.round(box.top)}–${Math.round(box.bottom)}`]
      : [];
  });
}
