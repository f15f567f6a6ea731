/** What is wrong with the page that is shown; runs in the page. */
export function measure(): string[] {
  const found: string[] = [];
  const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
  const words = (element: Element) => element.textContent.trim().slice(0, 20);
  const top =
    document.querySelector('dialog[data-question]') ?? document.querySelector('dialog[data-system]') ?? document.body;
  const shown = (element: Element) => element.checkVisibility() && element.getClientRects().length > 0;

  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    const who = [...document.body.querySelectorAll('*')].filter(
      (each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.steps'),
    );
    found.push(`sideways by ${wide}: ${who.slice(0, 3).map(name).join(', ')}`);
  }
  for (const each of top.querySelectorAll(
    'a, button, summary, .check-row, .choice, .system__choice:has(input), .field__input',
  )) {
    const box = each.getBoundingClientRect();
    if (shown(each) && (box.height < 47.5 || box.width < 47.5)) {
      found.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${name(each)} ${words(each)}`);
    }
  }
  for (const each of top.querySelectorAll('*')) {
    if (
      each.closest('svg, .unseen, .stage__word, .bar-top__button--back, .picture--open') ||
      each.matches('.steps, .system__ground, dialog')
    )
      continue;
    const style = getComputedStyle(each);
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    if (
      clips &&
      shown(each) &&
      !each.matches('input, .system__address') &&
      (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
    ) {
      found.push(`clipped: ${name(each)} ${words(each)}`);
    }
  }
  for (const text of top.querySelectorAll('.drawing text')) {
    const box = (text as SVGTextElement).getBBox();
    const ground = (text as SVGTextElement).ownerSVGElement?.viewBox.baseVal;
    if (ground && shown(text) && (box.x < ground.x + 28 || box.x + box.width > ground.x + ground.width - 28)) {
      found.push(`text of a drawing outside: ${words(text)}`);
    }
  }
  // At 200 % words come first, and may wrap.
  const largeText = parseFloat(getComputedStyle(document.documentElement).fontSize) > 16;
  for (const each of top.querySelectorAll('.bar-top__button > span, .stage__word > span')) {
    if (!largeText && shown(each) && each.getClientRects().length > 1) found.push(`wrapped: ${words(each)}`);
  }
  const filled = [...top.querySelectorAll('.button')].filter(shown);
  if (filled.length > 1) found.push(`filled buttons: ${filled.length}`);
  const headlines = [...top.querySelectorAll('h1')].filter(shown);
  if (top === document.body && headlines.length !== 1) found.push(`headlines: ${headlines.length}`);
  if (top.querySelector('[style]')) found.push(`inline style: ${name(top.querySelector('[style]') as Element)}`);
  return found;
}
