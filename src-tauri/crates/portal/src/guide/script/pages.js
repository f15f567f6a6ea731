// Which of the portal's pages is shown, by the rules of `labels.toml`, and what comes next on it.

/** The first of these that a page is. What asks for something is that, whatever else it says. */
const ORDER = [
  'captive',
  'maintenance',
  'busy',
  'new-password',
  'login',
  'code',
  'offices',
  'certificates',
  'menu',
  'entrance',
  'terms',
  'logged-in-elsewhere',
  'session-taken-over',
  'session-expired',
  'locked',
  'password-expired',
  'wrong-login',
  'expires-soon',
  'notice',
  'needs-browser',
];
const ACCOUNT = ['user-id', 'password', 'current-password', 'new-password', 'confirm-password'];
/** What a log-in page may say of the log-in before it. */
const REFUSALS = ['locked', 'password-expired', 'wrong-login', 'session-taken-over', 'session-expired'];

const asksForMore = (known) => {
  const fieldsOf = known.map(fieldFor);
  return typedFields().some((field) => !isChrome(field) && !fieldsOf.includes(field));
};

const mayBe = (kind) => {
  switch (kind) {
    case 'locked':
    case 'password-expired':
      return !asksForMore(ACCOUNT);
    case 'notice':
    case 'logged-in-elsewhere':
    case 'session-taken-over':
    case 'session-expired':
      return !asksForMore([]);
    case 'wrong-login':
      return fieldFor('password') !== null || !asksForMore(['user-id', 'password']);
    case 'offices':
      return offices().length > 0;
    default:
      return true;
  }
};

/** Reads the page once; nothing is kept of what stands in a field but whether it is empty. */
const readPage = () => {
  lookAround();
  pressable = null;
  pointed = null;
  fields = null;
  const title = fold(document.title);
  // A dialog over the page is a page of its own.
  const titles = roots.map((root) => fold(root.title));
  const texts = isModal() ? headings() : [...titles, ...headings()];
  const text = shownText();
  const known = new Map();
  const once = (name, find) => {
    if (!known.has(name)) known.set(name, find() !== null);
    return known.get(name);
  };
  const field = (role) => once(`field ${role}`, () => fieldFor(role));
  const control = (role) => once(`control ${role}`, () => controlFor(role));
  const checkbox = (role) => once(`checkbox ${role}`, () => checkboxFor(role));
  const saysSo = (rule) =>
    REFUSALS.includes(rule.page) ? states(rule.text, text) : occurs(rule.text, text);
  const holds = (rule) =>
    (rule.title.length === 0 || matches(rule.title, title)) &&
    (rule.heading.length === 0 || texts.some((heading) => matches(rule.heading, heading))) &&
    (rule.text.length === 0 || saysSo(rule)) &&
    rule.fields.every(field) &&
    rule.controls.every(control) &&
    rule.checkboxes.every(checkbox) &&
    !rule['without-fields'].some(field) &&
    !rule['without-controls'].some(control);
  const is = (kind) => words.pages.some((rule) => rule.page === kind && holds(rule)) && mayBe(kind);
  const isLogin = field('user-id') && field('password') && control('log-in');
  const hasRows = !isLogin && rows().length > 0;
  let kind = hasRows ? 'certificates' : isLogin ? 'login' : ORDER.find(is) || 'unknown';
  if (kind === 'certificates' && !hasRows && leadsToList()) kind = 'menu';
  // What is announced and leads on has not begun.
  if (kind === 'maintenance' && is('notice')) kind = 'notice';
  if (kind === 'unknown' && asksWhetherToDownload(text)) kind = 'certificates';
  if (kind === 'unknown' && isModal() && shownFor('go-on') && !asksForMore([])) kind = 'notice';
  return { kind, also: kind === 'login' ? REFUSALS.filter(is) : [] };
};

const isModal = () => roots.length === 1 && roots[0].nodeType === Node.ELEMENT_NODE;

/** A page headed by the list's name that only leads to it. */
const leadsToList = () => {
  const lead = shownFor('certificates');
  return lead !== null && !isChrome(lead) && !shownFor('download');
};

const downloadControls = () => {
  const open = (element) => isShown(element) && !isDisabled(element) && !isChrome(element);
  const found = controls().filter((element) => open(element) && isFor(element, 'download'));
  return found.length > 0 ? found : silent('download').filter((element) => !isChrome(element));
};
const onlyDownload = () => {
  const found = downloadControls();
  return found.length === 1 && typedFields().every(isChrome) ? found[0] : null;
};

/** A page between the list and the file: one more download, or a question whether; nothing that applies or revokes. */
const asksWhetherToDownload = (text) => {
  if (!text.includes('証明書') || !typedFields().every(isChrome)) return false;
  if (onlyDownload()) return true;
  return text.includes('ダウンロード') && !/申請|失効|取消|削除/.test(text) && onlyShown('confirm-download') !== null;
};
/** Does the page bear the heading of pages of that kind? */
const isHeaded = (kind) => {
  const texts = [fold(document.title), ...headings()];
  return words.pages.some((rule) => rule.page === kind && texts.some((text) => matches(rule.heading, text)));
};
const onlyShown = (role) => {
  const found = controls().filter(
    (element) => isShown(element) && !isDisabled(element) && !isChrome(element) && isFor(element, role),
  );
  return found.length === 1 ? found[0] : null;
};

// ---- the list

/** The last date of a text, as a number that orders; 0 without one. */
const lastDate = (text) => {
  const eras = { 令和: 2018, r: 2018, 平成: 1988, h: 1988 };
  const pattern = /(令和|平成|r|h)?(元|\d{1,4})[年/.-](\d{1,2})[月/.-](\d{1,2})/g;
  let last = 0;
  for (let date = pattern.exec(text); date; date = pattern.exec(text)) {
    const year = (date[2] === '元' ? 1 : Number(date[2])) + (eras[date[1]] || 0);
    last = Math.max(last, year * 10000 + Number(date[3]) * 100 + Number(date[4]));
  }
  return last;
};

/** What stands around a control of the list: its certificate, if one is named there. */
const rowOf = (element, isOther) => {
  let around = element.parentElement;
  for (let up = 0; around && around.tagName !== 'BODY' && up < 8; around = around.parentElement, up += 1) {
    const inside = around;
    if (isOther.some((other) => other !== element && inside.contains(other))) break;
    const folded = fold(textOf(around));
    const named = folded.length < 2000 ? certificatesIn(folded) : [];
    // What stands around several is no row of one.
    if (named.length > 1) break;
    const [certificate] = named;
    if (certificate) return { element, certificate, until: lastDate(folded) };
  }
  for (const folded of wordsOn(element)) {
    const certificate = certificateIn(folded);
    if (certificate) return { element, certificate, until: lastDate(folded) };
  }
  return null;
};

/** The list's rows: each download control beside which a certificate is named. */
const rows = () => {
  const found = downloadControls();
  const named = found.map((element) => rowOf(element, found)).filter(Boolean);
  if (named.length > 0) return named;
  // Links and buttons that bear a certificate's name and lead to a file.
  const files = controls().filter(
    (element) =>
      isShown(element) &&
      !isDisabled(element) &&
      (element.hasAttribute('download') || /\.(pfx|p12)\b/i.test(element.getAttribute('href') || '')),
  );
  return files.map((element) => rowOf(element, files)).filter(Boolean);
};

const ofWanted = (all) => {
  const usable = all.filter((row) => row.certificate.usable);
  const wanted = usable.filter((row) => row.certificate.kind === settings.wanted);
  if (wanted.length > 0) return wanted.reduce((best, row) => (row.until > best.until ? row : best));
  return usable.length === 1 && all.length === 1 && !usable[0].certificate.kind ? usable[0] : null;
};

/** A list in which a certificate is chosen first, and one button downloads it. */
const chosenRow = () => {
  const boxes = checkboxes().filter(shownBox);
  const named = boxes.map((box) => {
    const certificate = wordsOfBox(box).map(certificateIn).find(Boolean);
    return certificate ? { element: box, certificate, until: 0 } : rowOf(box, boxes);
  });
  const row = ofWanted(named.filter(Boolean));
  if (row) return { box: row.element, isDone: row.element.checked };
  for (const list of everything('select').filter((each) => isShown(each) && !each.disabled)) {
    const options = [...list.options].map((option) => ({
      element: option,
      certificate: certificateIn(fold(option.text)),
      until: lastDate(fold(option.text)),
    }));
    const option = ofWanted(options.filter((each) => each.certificate));
    if (option) return { box: list, option: option.element, isDone: option.element.selected };
  }
  return null;
};

// ---- offices

/** What offices can be chosen by, each once. */
const offices = () => {
  const radios = checkboxes().filter((box) => box.type === 'radio' && shownBox(box) && !isChrome(box));
  if (radios.length > 0) return radios;
  const lists = everything('select').filter((list) => isShown(list) && !isChrome(list));
  if (lists.length === 1) return [...lists[0].options].filter((option) => option.value && option.text.trim());
  const open = controls().filter((element) => isShown(element) && !isDisabled(element) && !isChrome(element));
  const choosing = open.filter((element) => isFor(element, 'choose-office'));
  if (choosing.length > 0) return choosing;
  const elsewhere = (folded) =>
    Object.values(words.controls).some((list) => matches(list, folded)) || matches(words.sentences.back, folded);
  return open.filter((element) => wordsOn(element).length > 0 && !wordsOn(element).some(elsewhere));
};

const officeStep = () => {
  const found = offices();
  const [first] = found;
  const isOption = first?.tagName === 'OPTION';
  const isRadio = first?.type === 'radio';
  if (!isOption && !isRadio) return found.length === 1 ? press(first, 'choose-office') : null;
  const chosen = isRadio ? found.some((radio) => radio.checked) : found.some((option) => option.selected);
  if (chosen) return press(shownFor('choose-office'), 'choose-office');
  return found.length === 1 && isRadio ? tick(first, 'choose-office') : null;
};

// ---- the next step

const press = (element, role) => (element ? { do: 'press', element, role } : null);
const tick = (box, role, option) => (box ? { do: 'tick', element: box, role, option } : null);
const type = (element, field) => (element ? { do: 'type', element, field } : null);
const firstEmpty = (roles) => {
  for (const role of roles) {
    const field = fieldFor(role);
    if (field && field.value === '') return type(field, role);
  }
  return null;
};
/** The log-in's form has a field that is not known and empty, as letters of a picture: a try without it would be lost. */
const asksBesides = () => {
  const known = ['user-id', 'password'].map(fieldFor);
  const { form } = known[1] || {};
  const isOther = (field) => field.form === form && !known.includes(field) && !isChrome(field);
  return typedFields().some((field) => isOther(field) && field.value === '');
};
const unticked = (role) =>
  tick(
    checkboxesFor(role).find((box) => !box.checked),
    role,
  );

/** What opens the menu and was pressed in vain is not marked for ever. */
const opened = new WeakMap();
const opens = (role) => {
  const closed = controls().filter(
    (element) => isFor(element, role) && isShown(element) && (opened.get(element) || 0) < 2,
  );
  return press(closed[0] || null, role);
};

const onList = () => {
  const all = rows();
  if (all.length > 0) {
    const row = ofWanted(all);
    return row ? press(row.element, 'download') : null;
  }
  const chosen = chosenRow();
  if (chosen && !chosen.isDone) return tick(chosen.box, 'download', chosen.option);
  const found = downloadControls();
  if (chosen || found.length === 1) return press(found[0] || null, 'download');
  return found.length === 0 && !isHeaded('certificates')
    ? press(onlyShown('confirm-download'), 'confirm-download')
    : null;
};

const nextOn = (kind) => {
  switch (kind) {
    case 'entrance':
      return press(controlFor('entrance'), 'entrance');
    case 'login':
      if (isHeld) return null;
      return firstEmpty(['user-id', 'password']) || (asksBesides() ? null : press(controlFor('log-in'), 'log-in'));
    case 'new-password':
      return (
        firstEmpty(['current-password', 'new-password', 'confirm-password']) || press(controlFor('decide'), 'decide')
      );
    case 'code':
      return firstEmpty(['code']) || press(controlFor('send-code'), 'send-code');
    case 'offices':
      return officeStep();
    case 'menu':
      return (
        press(shownFor('certificates'), 'certificates') ||
        opens('certificate-menu') ||
        opens('open-menu') ||
        press(controlFor('certificates'), 'certificates')
      );
    case 'certificates':
      return onList();
    case 'terms':
      return unticked('agree') || press(controlFor('agree') || controlFor('go-on') || controlFor('decide'), 'agree');
    case 'expires-soon':
      return press(controlFor('later'), 'later') || press(controlFor('go-on'), 'go-on');
    case 'logged-in-elsewhere':
      return press(controlFor('take-over'), 'take-over');
    case 'notice':
      return unticked('confirm') || onlyBox() || press(controlFor('go-on'), 'go-on');
    default:
      return null;
  }
};

/** The one box of a notice, whatever stands beside it. */
const onlyBox = () => {
  const found = checkboxes().filter((box) => box.type === 'checkbox' && shownBox(box));
  const [box] = found;
  return found.length === 1 && !box.checked && isDisabled(controlFor('go-on') || box) ? tick(box, 'confirm') : null;
};
