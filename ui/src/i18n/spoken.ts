import { BREAKS } from './breaks';

/** Not said aloud: readings are said already, and a voice must not tell secrets, codes and what was typed. */
const UNSAID = 'rt, svg, output, code, pre, .letters, .given, .unseen, [data-unsaid]';
const BLOCKS = 'h1, h2, h3, p, li, dt, dd, summary, label, legend, button';

/** The words of an element as they are said: without readings and invisible break marks. */
export function spoken(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll(UNSAID)) each.remove();
  return copy.textContent.replace(BREAKS, '').replace(/\s+/g, ' ').trim();
}

/** The sentences of a page that are seen, one after another. */
export function sentences(page: Element): string[] {
  return [...page.querySelectorAll(BLOCKS)]
    .filter((each) => !each.closest(UNSAID) && !each.querySelector(BLOCKS) && each.checkVisibility())
    .map(spoken)
    .filter((words) => words !== '');
}
