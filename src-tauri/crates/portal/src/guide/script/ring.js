// The ring around what comes next. It stands apart from the page: an element of its own with nothing of the page's
// styles, its inside closed. Styles are set one by one, which a page's content policy allows.

const RING = '#0031d8';
const MARGIN = 6;
/** As it was before the page's guide listens to it. */
const attachUnheard = Element.prototype.attachShadow;
let ringHost = null;
let ringBox = null;
let ringed = null;

const setStyles = (element, styles) => {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important');
};
const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

const makeRing = (owner) => {
  ringHost = owner.createElement('shomei-ring');
  ringHost.setAttribute('aria-hidden', 'true');
  setStyles(ringHost, {
    all: 'initial',
    position: 'fixed',
    inset: '0',
    margin: '0',
    padding: '0',
    border: '0',
    width: '100%',
    height: '100%',
    background: 'none',
    overflow: 'visible',
    'pointer-events': 'none',
    'z-index': '2147483647',
    display: 'block',
  });
  const inside = attachUnheard.call(ringHost, { mode: 'closed' });
  ringBox = owner.createElement('div');
  setStyles(ringBox, {
    position: 'fixed',
    'box-sizing': 'border-box',
    border: `4px solid ${RING}`,
    'border-radius': '10px',
    'box-shadow': '0 0 0 3px #fff, 0 0 0 9px rgba(0, 49, 216, 0.35)',
    'pointer-events': 'none',
  });
  inside.append(ringBox);
  if (!isCalm() && ringBox.animate) {
    const frames = [{ opacity: 1 }, { opacity: 0.55 }, { opacity: 1 }];
    ringBox.animate(frames, { duration: 1800, iterations: Infinity, easing: 'ease-in-out' });
  }
};

/** The part of an image that an area of its map is. */
const areaRect = (area) => {
  const image = seenAs(area);
  const rect = image.getBoundingClientRect();
  const numbers = (area.coords || '').split(',').map(Number);
  if (image === area || area.shape === 'default' || numbers.length < 3 || numbers.some(Number.isNaN)) return rect;
  const scale = image.naturalWidth > 0 && !image.hasAttribute('width') ? rect.width / image.naturalWidth : 1;
  const at = (values) => values.map((value) => value * scale);
  if (area.shape === 'circle') {
    const [x, y, radius] = at(numbers);
    return new DOMRect(rect.left + x - radius, rect.top + y - radius, 2 * radius, 2 * radius);
  }
  const xs = at(numbers.filter((_, index) => index % 2 === 0));
  const ys = at(numbers.filter((_, index) => index % 2 === 1));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return new DOMRect(rect.left + left, rect.top + top, Math.max(...xs) - left, Math.max(...ys) - top);
};

const rectOf = (element) => {
  if (element.tagName === 'AREA') return areaRect(element);
  const seen = element.type === 'checkbox' || element.type === 'radio' ? shownBox(element) || element : element;
  const rect = seen.getBoundingClientRect();
  const child = rect.height < 1 && [...seen.children].find((each) => each.getBoundingClientRect().height >= 1);
  return child ? child.getBoundingClientRect() : rect;
};

const placeRing = () => {
  if (!ringed || !ringBox) return;
  const rect = rectOf(ringed);
  setStyles(ringBox, {
    left: `${rect.left - MARGIN}px`,
    top: `${rect.top - MARGIN}px`,
    width: `${rect.width + 2 * MARGIN}px`,
    height: `${rect.height + 2 * MARGIN}px`,
    display: rect.height > 0 ? 'block' : 'none',
  });
};

/** Draws the ring around an element, or takes it away; a new one is scrolled to. */
const ring = (element) => {
  const isNew = element !== ringed;
  ringed = element;
  if (!element) {
    ringHost?.remove();
    return;
  }
  const owner = element.ownerDocument;
  if (!ringHost || ringHost.ownerDocument !== owner) {
    ringHost?.remove();
    makeRing(owner);
  }
  if (!ringHost.isConnected) owner.documentElement.append(ringHost);
  // Above a dialog that the page holds in front of everything.
  if (isModal() && ringHost.showPopover) {
    ringHost.setAttribute('popover', 'manual');
    if (!ringHost.matches(':popover-open')) ringHost.showPopover();
  }
  const rect = rectOf(element);
  const view = viewOf(element);
  const isAway = rect.top < 0 || rect.left < 0 || rect.bottom > view.innerHeight || rect.right > view.innerWidth;
  const isTyping = owner.activeElement?.matches('input:not([type=submit]):not([type=button]),textarea,select');
  if (isNew && isAway && rect.height > 0 && !isTyping) {
    seenAs(element).scrollIntoView({ block: 'center', inline: 'nearest', behavior: isCalm() ? 'auto' : 'smooth' });
  }
  placeRing();
};
