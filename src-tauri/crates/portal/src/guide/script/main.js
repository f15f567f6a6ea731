// One guide a window: it looks, says what it sees, and does what it is told.

const PAUSE = 150;
const UNANSWERED = 8000;

let current = { kind: 'unknown', also: [], next: null };
/** Counts reports; another window's begin elsewhere, so that no order for one fits another. */
let number = Math.floor(Math.random() * 0x7fff0000);
let said = '';
let isHeld = false;
let sentAt = 0;
let timer = 0;
let watched = null;

const lookSoon = () => {
  if (timer === 0) timer = window.setTimeout(lookNow, PAUSE);
};

const labelOf = (next) => {
  if (next.do === 'type') return undefined;
  const { element, role } = next;
  const own = element.tagName === 'INPUT' ? element.value : element.innerText;
  const texts =
    element.type === 'checkbox' || element.type === 'radio'
      ? [...(element.labels || [])].map(textOf)
      : [
          own,
          element.getAttribute('alt'),
          element.getAttribute('aria-label'),
          element.querySelector?.('img[alt]')?.alt,
        ];
  const fits = texts.find((text) => text && says(role, fold(text)));
  return fits ? fits.trim().slice(0, 60) : undefined;
};

const report = () => {
  const { kind, also, next } = current;
  const step = next && { do: next.do, role: next.role, field: next.field, label: labelOf(next) };
  tell({ type: 'page', number, kind, also, title: document.title.slice(0, 200), next: step || null });
};

const see = () => {
  const page = readPage();
  return { ...page, next: nextOn(page.kind) };
};

function lookNow() {
  timer = 0;
  if (!document.body || document.readyState === 'loading' || location.protocol !== 'https:') return;
  // A window that was opened empty is kept for its first page.
  if (document !== watched) watch(document);
  const seen = see();
  const isWaiting = sentAt > 0 && seen.kind === 'login' && seen.also.length === 0;
  if (isWaiting && Date.now() - sentAt < UNANSWERED) {
    ring(null);
    timer = window.setTimeout(lookNow, 1000);
    return;
  }
  if (seen.kind !== 'login') {
    isHeld = false;
    sentAt = 0;
  }
  const line = JSON.stringify([
    location.href,
    document.title,
    seen.kind,
    seen.also,
    seen.next?.do,
    seen.next?.role,
    seen.next?.field,
    seen.next && isDisabled(seen.next.element),
  ]);
  const isOther = line !== said || seen.next?.element !== current.next?.element;
  current = seen;
  ring(seen.next && isShownNext(seen.next) ? seen.next.element : null);
  if (!isOther) return;
  said = line;
  number += 1;
  report();
}

const isShownNext = ({ element }) =>
  element.type === 'checkbox' || element.type === 'radio' ? shownBox(element) !== null : isShown(element);

function logInSent() {
  if (isHeld && sentAt > 0 && Date.now() - sentAt < 1000) return;
  isHeld = true;
  sentAt = Date.now();
  tell({ type: 'log-in-sent' });
  lookSoon();
}

// ---- orders

/** Terms that must have been scrolled through before they can be agreed to. */
const scrollThrough = () => {
  for (const box of everything('div,section,article,textarea')) {
    if (box.scrollHeight > box.clientHeight + 4 && /(auto|scroll)/.test(viewOf(box).getComputedStyle(box).overflowY)) {
      box.scrollTop = box.scrollHeight;
    }
  }
  window.scrollTo(0, document.documentElement.scrollHeight);
};

const doPress = ({ element, role }) => {
  if (isDisabled(element)) {
    scrollThrough();
    lookSoon();
    return;
  }
  if (role === 'open-menu' || role === 'certificate-menu') opened.set(element, (opened.get(element) || 0) + 1);
  if (role === 'download' || role === 'confirm-download') awaitFile(PRESSED);
  if (typeof element.click === 'function') element.click();
  else element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, view: viewOf(element) }));
  lookSoon();
};

const changed = (element) => {
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
};

const doTick = ({ element, option }) => {
  if (option) {
    option.selected = true;
    changed(element);
  } else {
    element.click();
  }
  lookSoon();
};

/** What is marked, if it still is what the order means. */
const marked = (order) => {
  const seen = see();
  const isSame =
    seen.next &&
    seen.next.do === current.next?.do &&
    seen.next.role === current.next.role &&
    seen.next.field === current.next.field;
  if (order.page === number && isSame) return seen.next;
  said = '';
  lookSoon();
  return null;
};

const writeInto = (field, text) => {
  // Past what a library has put in the setter's place on the element itself.
  const prototype = viewOf(field).HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value').set.call(field, text);
  changed(field);
};

const ORDERS = {
  press: (order) => {
    const next = marked(order);
    if (next?.do === 'press') doPress(next);
    if (next?.do === 'tick') doTick(next);
  },
  focus: (order) => {
    const next = marked(order);
    if (!next) return;
    next.element.scrollIntoView({ block: 'center', behavior: isCalm() ? 'auto' : 'smooth' });
    next.element.focus({ preventScroll: true });
  },
  'fill-user-id': ({ text }) => {
    const field = see().kind === 'login' ? fieldFor('user-id') : null;
    if (field && !isHeld) writeInto(field, text);
    lookSoon();
  },
  hold: () => {
    isHeld = true;
    lookSoon();
  },
  release: () => {
    isHeld = false;
    sentAt = 0;
    lookSoon();
  },
  report: () => {
    said = '';
    lookSoon();
  },
  'send-file': ({ url }) => {
    if (takeMade(url, '')) return;
    const address = addressIn(window, url);
    if (address && isOwn(window, address)) void askInPlace(window, address, {});
    else tell({ type: 'file-failed', why: 'network' });
  },
};

// ---- where the guide listens

const EVENTS = [
  'input',
  'change',
  'scroll',
  'resize',
  'pageshow',
  'DOMContentLoaded',
  'load',
  'toggle',
  'transitionend',
];

function watch(root) {
  if (root === document) watched = document;
  const isOurs = (change) => [...change.addedNodes, ...change.removedNodes].some((node) => node === ringHost);
  const observer = new MutationObserver((changes) => {
    if (!changes.every((change) => change.target === ringHost || isOurs(change))) lookSoon();
  });
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
}

function listen(view) {
  for (const name of EVENTS) view.addEventListener(name, lookSoon, true);
  view.addEventListener('scroll', placeRing, { capture: true, passive: true });
  view.addEventListener('resize', placeRing);
  view.addEventListener('click', onPress, true);
  view.addEventListener('click', afterPress(view));
  view.addEventListener('submit', (event) => noteLogIn(event.target), true);
  view.addEventListener('submit', afterSubmit(view));
  watch(view.document);
}

const adopt = (view) => {
  wrapAll(view);
  listen(view);
  lookSoon();
};

const run = (order) => {
  if (order && Object.prototype.hasOwnProperty.call(ORDERS, order.do)) ORDERS[order.do](order);
};

/** The guide of the window that this frame is in, where both are of one origin. */
const guideAbove = () => {
  try {
    return window.top.__shomeiGuide;
  } catch {
    return undefined;
  }
};

if (window !== window.top) {
  guideAbove()?.adopt(window);
} else if (window.origin.startsWith('https:') && !window.__shomeiGuide) {
  Object.defineProperty(window, '__shomeiGuide', { value: Object.freeze({ run, adopt }) });
  adopt(window);
}
