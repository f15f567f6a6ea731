/** Steps of smaller measures that `print.css` has under `data-fit`; the last still reads at arm's length. */
const STEPS = 5;

/** Gives a paper the largest measures at which nothing on it is cut off; long names and two languages want smaller ones. */
export function fit(paper: HTMLElement): () => void {
  const choose = (): void => {
    for (let step = 0; step <= STEPS; step += 1) {
      if (paper.dataset['fit'] !== String(step)) paper.dataset['fit'] = String(step);
      if (paper.scrollHeight <= paper.clientHeight && paper.scrollWidth <= paper.clientWidth) return;
    }
  };
  choose();
  // What stands on it, and the width of a preview, whose letters are rounded to whole pixels.
  const written = new MutationObserver(choose);
  written.observe(paper, { childList: true, subtree: true, characterData: true });
  const sized = new ResizeObserver(choose);
  sized.observe(paper);
  return () => {
    written.disconnect();
    sized.disconnect();
  };
}
