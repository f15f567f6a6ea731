// What a person sees of the page: its documents, what can be pressed, what can be typed in, what is said.

const CONTROLS =
  'a[href],a[onclick],area,button,summary,input[type=submit],input[type=button],input[type=image],[role=button],' +
  '[role=link],[role=menuitem],[role=tab],[onclick]:not(form):not(body):not(html)';
const CHROME = 'header,nav,footer,[role=navigation],[role=banner],[role=contentinfo],[role=menu]';
const UNREAD = /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TEXTAREA|SELECT|OPTION|IFRAME|OBJECT)$/;
const MAX_ELEMENTS = 20000;
const MAX_TEXT = 200000;

/** Shadow roots that the page closed: the guide was told when they were made. */
const shadowRoots = new WeakMap();
const shadowOf = (element) => element.shadowRoot || shadowRoots.get(element);

/** The top document and those of its frames that are of the same origin. */
const documentsFrom = (view, found) => {
  try {
    if (!view.document.documentElement) return found;
    const frame = view === window ? null : view.frameElement;
    if (frame && frame.getBoundingClientRect().height < 2) return found;
    found.push(view.document);
    for (let index = 0; index < view.length && found.length < 20; index += 1) documentsFrom(view[index], found);
  } catch {
    // A frame of another origin is nobody's to read.
  }
  return found;
};

let roots = [];
/** What is looked at: where a modal dialog is open, that alone. */
const lookAround = () => {
  roots = documentsFrom(window, []);
  for (let index = 0; index < roots.length && roots.length < 200; index += 1) {
    const elements = roots[index].querySelectorAll('*');
    for (let at = 0; at < elements.length && at < MAX_ELEMENTS; at += 1) {
      const shadow = shadowOf(elements[at]);
      if (shadow && elements[at] !== ringHost) roots.push(shadow);
    }
  }
  const modal = everything('dialog[open],[role=dialog][aria-modal=true],[role=alertdialog][aria-modal=true]');
  const open = modal.filter(isShown);
  if (open.length > 0) roots = [open[open.length - 1]];
};

const everything = (selector) => {
  const found = [];
  for (const root of roots) for (const element of root.querySelectorAll(selector)) found.push(element);
  return found.filter((element) => element !== ringHost);
};

const viewOf = (element) => element.ownerDocument.defaultView || window;

/** An area of an image map is seen as its image is. */
const seenAs = (element) => {
  if (element.tagName !== 'AREA') return element;
  const map = element.closest('map');
  const name = map && (map.name || map.id);
  return [...element.ownerDocument.images].find((image) => name && image.useMap === `#${name}`) || element;
};

const isShown = (element) => {
  const seen = seenAs(element);
  if (seen.checkVisibility && !seen.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
  if (seen.getClientRects().length === 0) return false;
  const { width, height } = seen.getBoundingClientRect();
  if (width < 1 || height < 1) {
    // A link around an image that floats has no size of its own.
    if (![...seen.children].some((child) => child.getBoundingClientRect().height >= 1)) return false;
  }
  const style = viewOf(seen).getComputedStyle(seen);
  if (style.visibility !== 'visible' || style.opacity === '0') return false;
  for (
    let around = seen.closest('details:not([open])');
    around;
    around = around.parentElement?.closest('details:not([open])')
  ) {
    const summary = [...around.children].find((child) => child.tagName === 'SUMMARY');
    if (!summary || !summary.contains(seen)) return false;
  }
  return true;
};

const isChrome = (element) => element.closest(CHROME) !== null;
const isDisabled = (element) =>
  element.matches(':disabled') ||
  element.getAttribute('aria-disabled') === 'true' ||
  element.closest('[inert]') !== null;

const byIds = (element, attribute) =>
  (element.getAttribute(attribute) || '')
    .split(/\s+/)
    .filter(Boolean)
    .map((id) => element.ownerDocument.getElementById(id)?.textContent);

/** The folded words on something to press, the surest first. */
const wordsOn = (element) => {
  const own =
    element.tagName === 'INPUT'
      ? [element.type === 'image' ? '' : element.value || (element.type === 'submit' ? '送信' : '')]
      : [element.innerText || element.textContent];
  const images = element.children.length > 0 ? [...element.querySelectorAll('img,[aria-label],svg title')] : [];
  const drawn = images.map(
    (image) => image.getAttribute('alt') || image.getAttribute('aria-label') || image.textContent,
  );
  const named = [element.getAttribute('aria-label'), ...byIds(element, 'aria-labelledby'), element.title];
  const said = [...own, ...drawn, element.getAttribute('alt'), ...named];
  return said
    .filter((text) => text && text.length < 400)
    .map(fold)
    .filter(Boolean);
};

const says = (role, folded) =>
  matches(words.controls[role], folded) || matches(words.controls[role], undecorated(folded));
const isFor = (element, role) => wordsOn(element).some((folded) => says(role, folded));

let pressable = null;
/** Everything to press, seen first; those of header and navigation last. */
const controls = () => {
  if (pressable === null) {
    pressable = everything(CONTROLS).slice(0, 3000);
    const rank = new Map(
      pressable.map((element) => [element, [isDisabled(element), !isShown(element), isChrome(element)]]),
    );
    const order = (element) => rank.get(element).reduce((sum, is) => sum * 2 + Number(is), 0);
    pressable.sort((a, b) => order(a) - order(b));
  }
  return pressable;
};

let pointed = null;
/** What looks pressable, although no attribute tells: short words under a pointing cursor. */
const silent = (role) => {
  if (pointed === null) {
    pointed = [];
    for (const element of everything('span,div,li,td,p,img,i,b,label,strong,h2,h3,h4').slice(0, MAX_ELEMENTS)) {
      if (element.childElementCount > 3 || element.closest(CONTROLS) || element.querySelector(CONTROLS)) continue;
      const shown = element.tagName === 'IMG' ? element.alt : element.textContent;
      const folded = shown.length <= 60 ? fold(shown) : '';
      if (!folded || !isShown(element)) continue;
      if (viewOf(element).getComputedStyle(element).cursor === 'pointer') pointed.push({ element, folded });
    }
  }
  return pointed.filter(({ folded }) => says(role, folded)).map(({ element }) => element);
};

const controlFor = (role) => controls().find((element) => isFor(element, role)) || silent(role)[0] || null;
const shownFor = (role) => {
  const found = controls().find((element) => isFor(element, role) && isShown(element));
  return found || silent(role)[0] || null;
};

// ---- fields

const TYPED = /^(text|tel|email|number|search|password|)$/;
const cellOf = (element) => element.closest('td,th,dd');

const rowHeader = (element) => {
  const cell = cellOf(element);
  if (!cell) return [];
  const before = [];
  for (let at = cell.previousElementSibling; at; at = at.previousElementSibling) before.push(at);
  if (cell.tagName === 'DD') return before.filter((at) => at.tagName === 'DT').slice(0, 1);
  return [before.find((at) => at.tagName === 'TH') || before[0]].filter(Boolean);
};

const columnHeader = (element) => {
  const cell = cellOf(element);
  const row = cell?.parentElement;
  if (!row || cell.tagName === 'DD') return [];
  const above = row.previousElementSibling || row.parentElement?.previousElementSibling?.lastElementChild;
  return [above?.children?.[cell.cellIndex]].filter(Boolean);
};

/** The last text before a field that is nothing to press. */
const textBefore = (element) => {
  const root = element.getRootNode();
  const walker = element.ownerDocument.createTreeWalker(
    root.body || root,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
  );
  let last = '';
  for (let node = walker.nextNode(); node && node !== element; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.tagName === 'IMG' && node.alt && !node.closest(CONTROLS)) last = node.alt;
    } else if (
      node.data.trim() &&
      !UNREAD.test(node.parentElement?.tagName) &&
      !node.parentElement?.closest(CONTROLS)
    ) {
      last = node.data;
    }
  }
  return last;
};

const textOf = (element) =>
  (element.innerText || element.textContent || '') +
  [...element.querySelectorAll('img[alt]')].map((image) => image.alt).join('');

/** Sources of a field's label, from the surest to the vaguest. */
const LABEL_SOURCES = [
  (field) => [...(field.labels || [])].map(textOf),
  (field) => [field.getAttribute('aria-label'), field.placeholder, field.title, ...byIds(field, 'aria-labelledby')],
  (field) => rowHeader(field).map(textOf),
  (field) => columnHeader(field).map(textOf),
  (field) => [textBefore(field)],
];

let fields = null;
const typedFields = () => {
  if (fields === null) {
    const open = (field) => !field.disabled && !field.readOnly && isShown(field);
    fields = everything('input,textarea').filter(
      (field) => (field.tagName === 'TEXTAREA' || TYPED.test(field.type)) && open(field),
    );
  }
  return fields;
};

const labelledField = (role) => {
  const fits = typedFields().filter((field) => {
    if (role === 'code') return field.tagName === 'INPUT';
    return role === 'user-id' ? field.type !== 'password' && field.tagName === 'INPUT' : field.type === 'password';
  });
  for (const source of LABEL_SOURCES) {
    const is = (text) => text && text.length < 400 && matches(words.fields[role], fold(text));
    const found = fits.filter((field) => source(field).some(is));
    if (found.length > 0) return found.length === 1 ? found[0] : null;
  }
  return null;
};

/** A log-in whose labels are drawn: one text and one password, and nothing else to type, above a log-in button. */
const drawnLogin = () => {
  const typed = typedFields().filter((field) => !isChrome(field));
  const [first, second] = typed;
  const isOne =
    typed.length === 2 && first.type !== 'password' && first.tagName === 'INPUT' && second.type === 'password';
  return isOne && shownFor('log-in') ? { 'user-id': first, password: second } : {};
};

const fieldFor = (role) => labelledField(role) || drawnLogin()[role] || null;

const checkboxes = () => everything('input[type=checkbox],input[type=radio]').filter((box) => !box.disabled);
const wordsOfBox = (box) =>
  [...[...(box.labels || [])].map(textOf), box.getAttribute('aria-label'), box.title, box.nextSibling?.textContent]
    .filter((text) => text && text.length < 400)
    .map(fold);
/** A box that is drawn by its label is seen there. */
const shownBox = (box) => (isShown(box) ? box : [...(box.labels || [])].find(isShown) || null);
const checkboxesFor = (role) =>
  checkboxes().filter((box) => shownBox(box) && wordsOfBox(box).some((folded) => says(role, folded)));
const checkboxFor = (role) => checkboxesFor(role)[0] || null;

// ---- texts

const INLINE = /^(inline|contents|ruby)/;
/** Runs of text that are nothing to press, folded. */
const headings = () => {
  const found = [];
  for (const root of roots) {
    const owner = root.ownerDocument || root;
    const start = root.body || root;
    const accept = (node) =>
      node.nodeType === Node.ELEMENT_NODE && (UNREAD.test(node.tagName) || node === ringHost)
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT;
    const walker = owner.createTreeWalker(start, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, accept);
    let block = null;
    let run = '';
    const flush = () => {
      const folded = fold(run);
      if (folded && found.length < 4000) found.push(folded);
      run = '';
    };
    let nodes = 0;
    for (let node = walker.nextNode(); node && nodes < 2 * MAX_ELEMENTS; node = walker.nextNode()) {
      nodes += 1;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.tagName === 'BR' || node.matches(CONTROLS)) flush();
        else if (node.tagName === 'IMG' && node.alt && !node.closest(CONTROLS)) run += node.alt;
        continue;
      }
      const parent = node.parentElement;
      if (!node.data.trim() || !parent || parent.closest(CONTROLS) || parent.getClientRects().length === 0) continue;
      let around = parent;
      while (around && INLINE.test(viewOf(around).getComputedStyle(around).display)) around = around.parentElement;
      if (around !== block) {
        flush();
        block = around;
      }
      run += node.data;
    }
    flush();
  }
  return found;
};

/** Everything that is shown, folded line by line. */
const shownText = () => {
  const texts = roots.map(
    (root) =>
      (root.body || root).innerText || [...(root.children || [])].map((child) => child.innerText || '').join('\n'),
  );
  const lines = texts.join('\n').slice(0, MAX_TEXT).split('\n');
  return lines.map(fold).filter(Boolean).join('\n');
};
