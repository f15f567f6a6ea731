/**
 * What is wrong with the page that is shown; runs in the page. `wholeWords`: the letters are as wide as a phone's, and so no
 * word may go on in the next line.
 */
export function measure(wholeWords: boolean): string[] {
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
    'a, button, summary, .check-row, .choice, .simulated-phone__choice:has(input), .field__input',
  )) {
    const box = each.getBoundingClientRect();
    if (shown(each) && (box.height < 47.5 || box.width < 47.5)) {
      found.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${name(each)} ${words(each)}`);
    }
  }
  for (const each of top.querySelectorAll('*')) {
    if (
      each.closest('svg, .unseen, .stage__word, .bar-top, .practice-strip, .picture--open') ||
      each.matches('.steps, .simulated-phone__ground, dialog')
    )
      continue;
    const style = getComputedStyle(each);
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    if (
      clips &&
      shown(each) &&
      !each.matches('input, .simulated-phone__address') &&
      (overflowsAcross(each) || each.scrollHeight > each.clientHeight + 1)
    ) {
      found.push(`clipped: ${name(each)} ${words(each)}`);
    }
  }
  // What is cut off with an ellipsis cannot be read; a browser does so with its address.
  for (const each of top.querySelectorAll('*')) {
    const { textOverflow, webkitLineClamp } = getComputedStyle(each);
    if (textOverflow === 'clip' && webkitLineClamp === 'none') continue;
    const isCut = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    if (isCut && shown(each) && !each.matches('.simulated-phone__address')) found.push(`ellipsis: ${words(each)}`);
  }
  for (const text of top.querySelectorAll('.drawing text')) {
    const box = (text as SVGTextElement).getBBox();
    const ground = (text as SVGTextElement).ownerSVGElement?.viewBox.baseVal;
    if (ground && shown(text) && (box.x < ground.x + 28 || box.x + box.width > ground.x + ground.width - 28)) {
      found.push(`text of a drawing outside: ${words(text)}`);
    }
  }
  // Words of a stage stay in one line; at 200 % they come first, and may wrap.
  const largeText = parseFloat(getComputedStyle(document.documentElement).fontSize) > 16;
  for (const each of top.querySelectorAll('.stage__word > span')) {
    const tall = each.getBoundingClientRect().height > 2.5 * parseFloat(getComputedStyle(each).fontSize);
    if (!largeText && shown(each) && tall) found.push(`wrapped: ${words(each)}`);
  }
  for (const bar of top.querySelectorAll('.bar-top')) if (shown(bar)) found.push(...lineOf(bar));
  // A word, or a phrase, that found no place in its line and was cut. Words that are not ours may be.
  const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const linesOf = () => {
    const parts = [...range.getClientRects()].filter((part) => part.width > 1);
    return new Set(parts.map((part) => Math.round(part.top))).size;
  };
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const holder = text.parentElement;
    range.selectNodeContents(text);
    if (!holder || holder.closest('svg, code, .as-given, .unseen, [lang]:not(html)') || !shown(holder)) continue;
    if (linesOf() < 2 || holder.closest('.practice-strip')) continue;
    // Numbers of a certificate, and addresses, break wherever they have to: a mark inside would be copied along.
    for (const word of wholeWords && getComputedStyle(holder).wordBreak !== 'break-all'
      ? text.data.matchAll(/(?<![@.\w])\p{Script=Latin}[\p{Script=Latin}\p{M}’]+(?![\p{Script=Latin}\p{M}’@]|\.\w)/gu)
      : []) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (linesOf() > 1) found.push(`word cut: ${word[0]}`);
    }
    if (largeText || document.documentElement.lang !== 'ja') continue;
    let before: { at: number; bottom: number } | undefined;
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width < 1) continue;
      const between = before && text.data.slice(before.at + 1, at);
      const [left, right] = [text.data[at - 1] ?? '', text.data[at] ?? ''];
      const may =
        /[\s\u200b]/.test(between ?? '') ||
        // After a stop or a closing mark, before an opening one, and inside a file's name.
        /[\s\u3001\u3002\uff1a\uff1f\u30fb\u201d\u3011)/.@-]/.test(left) ||
        /[(\uff08\u3008\u300c\u300e\u201c]/.test(right) ||
        /\w\w/.test(left + right);
      if (before && box.top > before.bottom - 2 && !may) {
        found.push(`cut: ${text.data.slice(Math.max(0, at - 6), at)}/${text.data.slice(at, at + 3)}`);
      }
      before = { at, bottom: box.bottom };
    }
  }
  const filled = [...top.querySelectorAll('.button')].filter(shown);
  if (filled.length > 1) found.push(`filled buttons: ${filled.length}`);
  const headlines = [...top.querySelectorAll('h1')].filter(shown);
  if (top === document.body && headlines.length !== 1) found.push(`headlines: ${headlines.length}`);
  if (top.querySelector('[style]')) found.push(`inline style: ${name(top.querySelector('[style]') as Element)}`);
  return found;

  /** The sides of a drawing that is drawn closer are cut off on purpose; its text is looked at below. */
  function overflowsAcross(each: Element): boolean {
    if (each.scrollWidth <= each.clientWidth + 1) return false;
    if (!each.querySelector('.drawing--close')) return true;
    const { left, right } = each.getBoundingClientRect();
    return [...each.querySelectorAll('*')].some((part) => {
      const box = part.getBoundingClientRect();
      return !part.closest('svg') && part.checkVisibility() && (box.left < left - 1 || box.right > right + 1);
    });
  }

  /** The bar in one line, inside the window; of each part the picture, and its words whole or not at all. */
  function lineOf(bar: Element): string[] {
    const parts = [...bar.children].map((part) => ({ part, box: part.getBoundingClientRect() }));
    const wrong: string[] = [];
    const middles = parts.map(({ box }) => Math.round((box.top + box.bottom) / 2));
    if (Math.max(...middles) - Math.min(...middles) > 8) wrong.push('bar in two lines');
    parts.forEach(({ part, box }, at) => {
      const next = parts[at + 1]?.box.left ?? innerWidth;
      if (box.left < -0.5 || box.right > next + 0.5) wrong.push(`no room in the bar: ${name(part)}`);
      const picture = part.querySelector('.icon')?.getBoundingClientRect();
      if (!picture || picture.width < 15 || picture.left < box.left - 0.5 || picture.right > box.right + 0.5) {
        wrong.push(`no picture in the bar: ${name(part)}`);
      }
      const label = part.querySelector('.bar-top__words');
      if (!label || !picture) return;
      const said = label.getBoundingClientRect();
      const isHidden = said.top >= box.bottom - 1;
      const isWhole =
        said.top >= box.top - 1 &&
        said.bottom <= box.bottom + 1 &&
        said.left >= picture.right - 1 &&
        said.right <= box.right + 1;
      if (!isHidden && !isWhole) wrong.push(`words cut in the bar: ${words(label)}`);
      // What is not given to anything else was room for them.
      const spare = next - box.right + (at === 0 ? 0 : box.left - (parts[at - 1]?.box.right ?? 0));
      if (isHidden && spare > said.width) wrong.push(`words hidden beside room in the bar: ${words(label)}`);
    });
    return wrong;
  }
}
