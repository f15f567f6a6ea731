// Catches the file before the engine begins a download of which the app would be told the address alone. What the page
// is about to ask for after a download was pressed is asked for once, by the page itself; an answer that is a page
// becomes the page.

const isCatching = settings.downloads === 'page';
const PRESSED = 4000;
const LEADING_ON = 10000;
let awaitedUntil = 0;
/** Longer nobody waits for an answer before pressing again. */
const ANSWERED = 60000;
let askedAt = 0;
const isBusy = () => Date.now() - askedAt < ANSWERED;

const awaitFile = (milliseconds) => {
  awaitedUntil = Date.now() + milliseconds;
};
const isAwaited = () => isCatching && Date.now() < awaitedUntil;

const isOwn = (view, url) => url.origin === view.location.origin && url.protocol === 'https:';
const addressIn = (view, address) => {
  try {
    return new URL(address, view.document.baseURI);
  } catch {
    return null;
  }
};
/** Nothing that could hold a password is ever sent by this script. */
const holdsPassword = (form) => [...form.elements].some((field) => field.type === 'password');

const decoded = async (blob, contentType, fallback) => {
  const start = new TextDecoder('latin1').decode(await blob.slice(0, 1024).arrayBuffer());
  const declared = /charset=["']?([\w-]+)/i.exec(contentType) || /<meta[^>]+charset=["']?([\w-]+)/i.exec(start);
  const bytes = await blob.arrayBuffer();
  try {
    return new TextDecoder(declared ? declared[1] : fallback).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
};

/** An answer that is a page, in place of the one that asked. */
const becomePage = (view, address, text) => {
  const url = addressIn(view, address);
  if (url && isOwn(view, url)) view.history.replaceState(null, '', url.href);
  const written = view.document.open('text/html', 'replace');
  listen(view);
  awaitFile(LEADING_ON);
  written.write(text);
  written.close();
  lookSoon();
};

/** One request by the page, and what comes of it. */
const ask = async (view, url, options, become) => {
  askedAt = Date.now();
  awaitedUntil = 0;
  try {
    const fallback = view.document.characterSet;
    const answer = await view.fetch(url.href, { credentials: 'include', ...options });
    const contentType = answer.headers.get('content-type') || '';
    const blob = await answer.blob();
    askedAt = 0;
    if (blob.size > 0 && !(await isFile(blob)) && (await isPage(blob, contentType))) {
      become(answer.url, await decoded(blob, contentType, fallback));
    } else if (blob.size === 0 || !answer.ok) {
      if (answer.status !== 204) tell({ type: 'file-failed', why: 'refused' });
    } else {
      await tellFile(blob, answer.headers.get('content-disposition') || '');
    }
  } catch {
    tell({ type: 'file-failed', why: 'network' });
  } finally {
    askedAt = 0;
  }
};

const askInPlace = (view, url, options) => ask(view, url, options, (address, text) => becomePage(view, address, text));

const posted = (body) => ({
  method: 'POST',
  body,
  headers: typeof body === 'string' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {},
});

/** Sends in place of the engine what this form would send; false: the engine sends it. */
const takeForm = (view, form, button) => {
  if (!isAwaited() || holdsPassword(form)) return false;
  const attribute = (name) =>
    (button && button.form === form && button.getAttribute(`form${name}`)) || form.getAttribute(name) || '';
  const url = addressIn(view, attribute('action') || view.location.href);
  if (!url || !isOwn(view, url)) return false;
  const entries = entriesOf(form, button);
  const encoding = (form.acceptCharset || view.document.characterSet).trim().toLowerCase();
  if (attribute('method').toLowerCase() !== 'post') {
    url.search = urlencoded(entries, encoding);
    void askInPlace(view, url, {});
  } else if (attribute('enctype').toLowerCase() === 'multipart/form-data') {
    const body = new view.FormData();
    for (const [name, value] of entries) body.append(name, value);
    void askInPlace(view, url, posted(body));
  } else {
    void askInPlace(view, url, posted(urlencoded(entries, encoding)));
  }
  return true;
};

// ---- files that the page makes

const made = new Map();
const keepMade = (address, blob) => {
  if (!(blob instanceof Blob) && Object.prototype.toString.call(blob) !== '[object Blob]') return;
  made.set(address, blob);
  if (made.size > 16) made.delete(made.keys().next().value);
};

const blobOfData = (address) => {
  const [, kind, text] = /^data:([^,]*),([^]*)$/.exec(address) || [];
  if (text === undefined) return null;
  const decodedText = decodeURIComponent(text);
  const characters = /;base64$/i.test(kind) ? atob(decodedText.replace(/\s/g, '')) : decodedText;
  return new Blob([Uint8Array.from(characters, (character) => character.charCodeAt(0))]);
};

/** A link or an address to something the page has made, as a file; false: it is none. */
const takeMade = (address, name) => {
  if (!isCatching) return false;
  let blob = made.get(address) || null;
  try {
    if (!blob && /^data:/i.test(address) && !/^data:(text\/html|image\/)/i.test(address)) blob = blobOfData(address);
  } catch {
    blob = null;
  }
  if (!blob) return false;
  awaitedUntil = 0;
  void tellFile(blob, quoted(name));
  return true;
};

const takeLink = (view, link) => {
  if (takeMade(link.href, link.download)) return true;
  const address = (link.getAttribute('href') || '').trim();
  if (!isAwaited() || !address || /^(#|javascript:)/i.test(address)) return false;
  const url = addressIn(view, address);
  if (!url || !isOwn(view, url)) return false;
  void askInPlace(view, url, {});
  return true;
};

const takeAddress = (view, address) => {
  if (takeMade(String(address), '')) return true;
  const url = isAwaited() ? addressIn(view, address) : null;
  if (!url || !isOwn(view, url)) return false;
  void askInPlace(view, url, {});
  return true;
};

// ---- where the page acts

/** Is a file what comes of it: by its words, or as what is marked. */
const isDownload = (element) => {
  const marked = current.next;
  const isMarked = marked?.role === 'download' || marked?.role === 'confirm-download';
  return isFor(element, 'download') || (isMarked && marked.element.contains(element));
};

const onPress = (event) => {
  const target = event.composedPath()[0];
  const control = target.closest?.(CONTROLS) || target;
  // One press, one request.
  if (isBusy()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (!(control instanceof viewOf(control).Element)) return;
  if (isDownload(control) && !isChrome(control)) awaitFile(PRESSED);
  if (isFor(control, 'log-in')) noteLogIn(control.closest('form'));
};

const linkOf = (event) => event.composedPath().find((node) => node.tagName === 'A' && node.href) || null;

/** After the page's own handlers. */
const afterPress = (view) => (event) => {
  const link = linkOf(event);
  if (link && !event.defaultPrevented && takeLink(view, link)) event.preventDefault();
};

const afterSubmit = (view) => (event) => {
  const form = event.target;
  if (!event.defaultPrevented && takeForm(view, form, event.submitter || lastButton(form))) event.preventDefault();
};

const lastButton = (form) => {
  const active = form.ownerDocument.activeElement;
  return active && active.form === form ? active : null;
};

/** `location.href = …`, a refresh: told where the engine has the Navigation API. */
const onNavigate = (view) => (event) => {
  const to = event.destination.url;
  if (!event.cancelable || event.hashChange || event.navigationType === 'reload' || event.navigationType === 'traverse')
    return;
  if (takeMade(to, event.downloadRequest || '')) {
    event.preventDefault();
    return;
  }
  const url = isAwaited() ? addressIn(view, to) : null;
  if (!url || !isOwn(view, url)) return;
  if (event.formData && everything('input[type=password]').length > 0) return;
  event.preventDefault();
  const body = event.formData && urlencoded([...event.formData], view.document.characterSet.toLowerCase());
  void askInPlace(view, url, body ? posted(body) : {});
};

/** A log-in is on its way: by this form, or by a script where there is none. */
const noteLogIn = (form) => {
  // A password that is set is no try.
  if (current.kind === 'new-password') return;
  const typed = form ? [...form.elements] : everything('input[type=password]');
  if (typed.some((field) => field.type === 'password' && field.value !== '')) logInSent();
};

/** Replaces a function of the page's by one that is asked first. */
const wrap = (owner, name, make) => {
  const original = owner && owner[name];
  if (typeof original === 'function') owner[name] = make(original);
};

const wrapAll = (view) => {
  // It stays when the page is written anew; listeners of the window do not.
  if (isCatching && view.navigation) view.navigation.addEventListener('navigate', onNavigate(view));
  wrap(
    view.URL,
    'createObjectURL',
    (original) =>
      function createObjectURL(blob) {
        const address = original.call(view.URL, blob);
        keepMade(address, blob);
        return address;
      },
  );
  wrap(
    view.HTMLFormElement.prototype,
    'submit',
    (original) =>
      function submit() {
        noteLogIn(this);
        if (!takeForm(view, this, null)) original.call(this);
      },
  );
  // A link that stands nowhere tells nobody that it is pressed.
  wrap(
    view.HTMLElement.prototype,
    'click',
    (original) =>
      function click() {
        const isLoose = this.tagName === 'A' && !this.isConnected;
        if (!isLoose || !takeLink(view, this)) original.call(this);
      },
  );
  wrap(
    view.EventTarget.prototype,
    'dispatchEvent',
    (original) =>
      function dispatchEvent(event) {
        const isLoose = this && this.tagName === 'A' && !this.isConnected && event && event.type === 'click';
        return isLoose && takeLink(view, this) ? false : original.call(this, event);
      },
  );
  wrap(
    view,
    'open',
    (original) =>
      function open(...rest) {
        const [address] = rest;
        return address && takeAddress(view, address) ? view : original.apply(view, rest);
      },
  );
  for (const name of ['alert', 'confirm', 'prompt']) {
    wrap(
      view,
      name,
      (original) =>
        function dialog(...rest) {
          tell({ type: 'dialog', text: String(rest[0] ?? '').slice(0, 1000) });
          return original.apply(view, rest);
        },
    );
  }
  wrap(
    view,
    'close',
    (original) =>
      function close() {
        if (view === window && !view.opener) tell({ type: 'close-wanted' });
        original.call(view);
      },
  );
  wrap(
    view.Element.prototype,
    'attachShadow',
    (original) =>
      function attachShadow(options) {
        const root = original.call(this, options);
        shadowRoots.set(this, root);
        watch(root);
        return root;
      },
  );
  const source = Object.getOwnPropertyDescriptor(view.HTMLIFrameElement.prototype, 'src');
  if (isCatching && source?.set) {
    Object.defineProperty(view.HTMLIFrameElement.prototype, 'src', {
      ...source,
      set(address) {
        const url = isAwaited() ? addressIn(view, address) : null;
        if (!url || !isOwn(view, url)) {
          source.set.call(this, address);
          return;
        }
        void ask(view, url, {}, (_, text) => {
          this.srcdoc = text;
        });
      },
    });
  }
};
