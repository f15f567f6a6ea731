import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refused } from '../../src/backend';
import { fetchThirdParty } from '../../src/notices/third-party';
import type { CardAnswer } from '../../src/types/CardAnswer';
import type { View } from '../../src/types/View';
import { eventually } from './eventually';
import { mountApp, wordsOf, type Mounted } from './mounted';
import { sample, type Recorder } from './recorder';

let backend: Recorder;
let app: Mounted;

beforeEach(async () => {
  app = await mountApp();
  backend = app.backend;
  // The screens of the later files are there.
  backend.show(sample('preparation', 1));
  await eventually(() => expect(find('[data-screen=preparation] h1')).not.toBeNull());
}, 60_000);
afterEach(() => app.leave());

const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const input = (selector: string) => document.querySelector<HTMLInputElement>(selector);
const main = () => find('[data-shown] [data-main]');

async function show(name: string, revision: number): Promise<void> {
  backend.show(sample(name, revision));
  flushSync();
  await tick();
}

function type(selector: string, text: string): void {
  const field = input(selector);
  if (!field) throw new Error(selector);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

test('a password is brought once, by the form', async () => {
  await show('certificate-password', 2);
  type('#certificate-password', 'aB3dE5gHO ');
  main()?.click();
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(2));
  expect(backend.heard).toEqual(['certificate-password: aB3dE5gHO ', '{"id":"open-certificate"}']);
});

test('a wrong password stays in its field, its odd characters in boxes, until it is touched', async () => {
  await show('certificate-password', 2);
  type('#certificate-password', 'aB3dE5gHO ');
  const wrong: View = {
    ...sample('certificate-password', 3),
    screen: {
      id: 'certificate-password',
      failure: { code: 'certificate-wrong-password', cause: 'certificate-password', params: {}, retryable: true },
      passwordHints: [{ at: 8, code: 'letter-o' }],
      slow: null,
      working: false,
    },
  };
  backend.show(wrong);
  flushSync();
  await tick();
  expect(input('#certificate-password')?.value).toBe('aB3dE5gHO ');
  expect(input('#certificate-password')?.type).toBe('password');
  expect(find('.letters')).toBeNull();
  find('.field__toggle')?.click();
  flushSync();
  const boxes = () => [...document.querySelectorAll('.letters .letter')];
  expect(boxes().map((box) => box.textContent)).toEqual(Array.from('aB3dE5gHO␣'));
  expect(boxes().findIndex((box) => box.hasAttribute('data-odd'))).toBe(8);
  type('#certificate-password', 'aB3dE5gH0');
  const marked = () => boxes().some((box) => box.hasAttribute('data-odd'));
  expect(marked()).toBe(false);
  // The same failure shown again is no new try.
  backend.show({ ...wrong, revision: 4 });
  flushSync();
  expect(marked()).toBe(false);
});

test('a password is gone when another screen was there', async () => {
  await show('certificate-password', 2);
  type('#certificate-password', 'aB3dE5gH');
  await show('certificate', 3);
  await show('certificate-password', 4);
  expect(input('#certificate-password')?.value).toBe('');
});

test('what was typed outlives a page over the screen', async () => {
  await show('login', 2);
  type('#password', 'kaigo2026');
  backend.show({ ...sample('login', 3), overlay: sample('overlay-pc-card').overlay });
  flushSync();
  expect(find('[data-overlay=pc-card] h1')).not.toBeNull();
  await show('login', 4);
  expect(input('#password')?.value).toBe('kaigo2026');
});

/** The page of the facility card, with the answer to a submission. */
function cardPage(revision: number, answer: CardAnswer | null): View {
  const view = sample(answer?.outcome === 'made' ? 'overlay-card' : 'overlay-card-form', revision);
  if (view.overlay?.id !== 'facility-card') throw new Error('another page');
  return { ...view, overlay: { ...view.overlay, answer } };
}

test('a card is made by the answer to what was pressed, and by no other View', async () => {
  backend.show(cardPage(2, null));
  flushSync();
  type('#card-office', 'さくら訪問介護');
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(1));
  expect(JSON.parse(backend.heard[0] ?? '')).toMatchObject({ id: 'make-card', request: 1, office: 'さくら訪問介護' });
  const waits = () => main()?.getAttribute('aria-disabled') === 'true';

  // A View that comes for another reason, and the answer to a submission of another page.
  for (const [revision, answer] of [
    [3, null],
    [4, { request: 9, outcome: 'no-office' }],
  ] as const) {
    backend.show(cardPage(revision, answer));
    flushSync();
    await tick();
    expect(waits()).toBe(true);
    expect(document.activeElement?.id).not.toBe('card-office');
  }

  backend.show(cardPage(5, { request: 1, outcome: 'no-office' }));
  flushSync();
  await eventually(() => expect(document.activeElement?.id).toBe('card-office'));
  expect(waits()).toBe(false);
  expect(find('#card-office')?.getAttribute('aria-invalid')).toBe('true');

  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(2));
  expect(JSON.parse(backend.heard[1] ?? '')).toMatchObject({ request: 2 });
  backend.show(cardPage(6, { request: 2, outcome: 'made' }));
  flushSync();
  expect(find('form#card')).toBeNull();
  expect(find('[data-testid=change-card]')).not.toBeNull();
});

test('a submission that is not taken can be made again', async () => {
  backend.show(cardPage(2, null));
  flushSync();
  backend.refuse = new Refused('store-full');
  type('#card-office', 'さくら');
  main()?.click();
  await eventually(() => expect(main()?.hasAttribute('aria-disabled')).toBe(false));
  expect(backend.heard).toHaveLength(1);
});

test('an empty field is explained, and nothing is sent', async () => {
  await show('login', 2);
  type('#user-id', '');
  main()?.click();
  await eventually(() => expect(document.activeElement?.id).toBe('user-id'));
  expect(find('#user-id-error')?.textContent).not.toBe('');
  expect(find('#user-id')?.getAttribute('aria-invalid')).toBe('true');
  expect(backend.heard).toEqual([]);
});

test('the headline takes the focus and the title on another screen', async () => {
  await show('login', 2);
  await eventually(() => expect(document.activeElement).toBe(find('[data-screen=login] h1')));
  expect(document.title).toBe('電子請求受付システムにログインします。 | 証明書ナビ');
});

test('Escape goes back, and closes a page over the screen first', async () => {
  const escape = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  backend.show({
    ...sample('login', 2),
    overlay: sample('overlay-about').overlay,
  });
  flushSync();
  escape();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"close"}']));
  await show('login', 3);
  escape();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"close"}', '{"id":"back"}']));
  await show('welcome', 4);
  escape();
  expect(backend.heard).toHaveLength(2);
});

test('the page about the app leads to whose code is in it, with every text', async () => {
  backend.show({
    ...sample('login', 2),
    overlay: sample('overlay-about').overlay,
  });
  flushSync();
  find('button[data-testid=third-party]')?.click();
  const all = await fetchThirdParty();
  const drawn = () => [...document.querySelectorAll('[data-testid=third-party] details pre')];
  await eventually(() => expect(drawn()).toHaveLength(all.length));
  expect(drawn().map((each) => each.textContent)).toEqual(all.map(({ text }) => text));
});

test('the back gesture goes back from the first View on, and no further once the app is gone', async () => {
  const guarded = (guard: boolean) => eventually(() => expect(history.state !== null).toBe(guard));
  await show('login', 2);
  await guarded(true);
  history.back();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"back"}']));
  await show('welcome', 3);
  await guarded(false);
  await show('login', 4);
  await guarded(true);
  await app.leave();
  history.back();
  await guarded(false);
  expect(backend.heard).toHaveLength(1);
  app = await mountApp();
});

test('an unknown code is said in general words, with the code below', async () => {
  backend.show({
    ...sample('failed-offline', 2),
    screen: {
      id: 'failed',
      failure: { code: 'made-up', cause: 'portal', params: {}, retryable: false },
      drawing: 'portal',
      primary: 'back',
      browser: false,
      otherWay: null,
    },
  });
  flushSync();
  expect(wordsOf(find('h1'))).toBe('アプリで問題が起きました。');
  expect(find('.code code')?.textContent).toBe('made-up');
});

test('a certificate is chosen with its office, and never without one where it is asked', async () => {
  await show('certificates-office', 2);
  const { screen } = sample('certificates-office');
  const office = (screen.id === 'certificates' && screen.offices[0]?.office) || '';
  main()?.click();
  flushSync();
  expect(backend.heard).toEqual([]);
  expect(find('#office-error')?.textContent).not.toBe('');
  input(`input[name=office][value="${office}"]`)?.click();
  flushSync();
  main()?.click();
  await eventually(() => expect(backend.heard).toEqual([JSON.stringify({ id: 'choose', row: 0, office })]));
});

test('another language is drawn in place, and what was typed stays', async () => {
  await show('login', 2);
  type('#password', 'kaigo2026');
  backend.show({
    ...sample('login', 3),
    appearance: { language: 'en', theme: 'dark', furigana: 'hidden', textSize: 'usual' },
  });
  await eventually(() => expect(document.documentElement.lang).toBe('en'));
  flushSync();
  expect(main()?.textContent.trim()).toBe('Log in');
  expect(input('#password')?.value).toBe('kaigo2026');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  backend.show(sample('login', 4));
  await eventually(() => expect(document.documentElement.lang).toBe('ja'));
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});

test('the portal\u2019s terms stand word by word, whatever they look like', async () => {
  const text = '第1条 **利用者**は{x}、~同意|する。\n\n<b>第2条</b>';
  backend.show({
    ...sample('terms', 2),
    screen: { id: 'terms', title: '規約', text, elsewhere: false, working: false },
  });
  flushSync();
  await tick();
  const blocks = [...document.querySelectorAll('[data-testid=terms] p')].map((each) => each.textContent);
  expect(blocks).toEqual(['第1条 **利用者**は{x}、~同意|する。', '<b>第2条</b>']);
  main()?.click();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"accept-terms"}']));
});

test('a clock that is wrong is said, ahead and behind', async () => {
  const notice = () => find('.notice--warning')?.textContent.replace(/\u200b|\u2060/g, '') ?? '';
  backend.show({ ...sample('login', 2), clockOff: 47 });
  flushSync();
  expect(notice()).toContain('47分進んで');
  backend.show({ ...sample('login', 3), clockOff: -5 });
  flushSync();
  expect(notice()).toContain('5分遅れて');
  backend.show(sample('login', 4));
  flushSync();
  expect(find('.notice--warning')).toBeNull();
});

test('a failure and the proof at the end are felt, once each, and nothing else', async () => {
  const vibrate = vi.fn();
  Object.defineProperty(navigator, 'vibrate', { value: vibrate, configurable: true });
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true }, configurable: true });
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  try {
    await show('login', 2);
    await show('done-handed-over', 3);
    expect(vibrate).not.toHaveBeenCalled();
    await show('login', 4);
    await show('login-wrong', 5);
    await show('login-wrong', 6);
    expect(vibrate).toHaveBeenCalledTimes(1);
    await show('done', 7);
    await show('done', 8);
    expect(vibrate).toHaveBeenCalledTimes(2);
    expect(vibrate.mock.calls[0]).not.toEqual(vibrate.mock.calls[1]);
  } finally {
    Reflect.deleteProperty(navigator, 'vibrate');
    vi.unstubAllGlobals();
  }
});

test('the help desk is called, written to and asked by Rust; what did not open is said', async () => {
  await show('overlay-help-desk', 2);
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(1));
  expect(JSON.parse(backend.heard[0] ?? '')).toMatchObject({ id: 'reach-help-desk', channel: 'phone' });
  await new Promise((resolve) => setTimeout(resolve));
  find('[data-testid=write-mail]')?.click();
  await eventually(() => expect(backend.heard).toHaveLength(2));
  const mail = JSON.parse(backend.heard[1] ?? '') as { channel: string; subject: string; text: string };
  expect(mail).toMatchObject({ channel: 'mail', text: expect.stringContaining('hand-off-expired') as string });
  expect(mail.subject).not.toBe('');
  await show('overlay-help-desk-closed', 3);
  expect(find('[data-testid=help-desk-number]')?.textContent).toBe('0570-059-402');
  expect(main()?.textContent).toContain('メール');
  await show('overlay-help-desk-unopened', 4);
  expect(find('[role=alert] .notice')?.textContent.replace(/\u200b/g, '')).toContain('電話アプリを開けませんでした。');
});

test('a refused login password stands in its field, and nowhere once it was right', async () => {
  await show('login', 2);
  type('#user-id', 'KJ1372000123A5');
  type('#password', 'Renshu2026');
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(2));
  await show('downloading-login', 3);
  expect(find('[data-shown]')?.dataset['screen']).toBe('downloading');
  await show('login-wrong', 4);
  expect(input('#password')?.value).toBe('Renshu2026');
  expect(input('#password')?.type).toBe('password');
  expect(find('.letters')).toBeNull();
  find('[data-shown] .field__toggle')?.click();
  flushSync();
  expect(input('#password')?.type).toBe('text');
  expect(find('.letters')?.textContent).toBe('Renshu2026');
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(4));
  await show('downloading-login', 5);
  await show('certificates', 6);
  expect(input('#password')).toBeNull();
  await show('login', 7);
  expect(input('#password')?.value).toBe('');
});

test('each sentence of waiting stands for half a second, and none is shown that is over already', async () => {
  const at = (at: 'logging-in' | 'finding' | 'fetching', revision: number): View => ({
    ...sample('downloading-login', revision),
    screen: { id: 'downloading', at, slow: false },
  });
  const begun = performance.now();
  backend.show(at('logging-in', 2));
  const said = () => find('[data-shown] h1')?.textContent.replace(/[\u200b\u2060]/g, '') ?? '';
  await eventually(() => expect(find('[data-shown]')?.dataset['screen']).toBe('downloading'));
  const first = said();
  backend.show(at('finding', 3));
  flushSync();
  expect(said()).toBe(first);
  backend.show(at('fetching', 4));
  flushSync();
  expect(said()).toBe(first);
  await vi.waitFor(() => expect(said()).not.toBe(first), { timeout: 2000, interval: 10 });
  expect(performance.now() - begun).toBeGreaterThan(500);
  expect(find('[data-shown] [data-now]')?.textContent).toContain('ダウンロード');
});

/** The note of the guide that stands there, at a time. */
async function notesAt(time: string, revision: number): Promise<(string | undefined)[]> {
  backend.show({ ...sample('overlay-guide', revision), now: Date.parse(time) });
  flushSync();
  await eventually(() => expect(find('[data-testid=guide-overview]')).not.toBeNull());
  return [...document.querySelectorAll<HTMLElement>('[data-note]')].map((note) => note.dataset['note']);
}

test('a dated note of the guide goes away by itself after its day in Japan', async () => {
  expect(await notesAt('2026-12-31T23:59:00+09:00', 2)).toEqual(['registration', 'merger', 'subsidy']);
  expect(await notesAt('2027-01-01T00:01:00+09:00', 3)).toEqual(['merger', 'subsidy']);
  expect(await notesAt('2027-04-01T00:00:00+09:00', 4)).toEqual([]);
  expect(find('[data-testid=guide-notes]')).toBeNull();
});

test('whose app it is stands where it begins and above a password, and leads to its publisher', async () => {
  for (const [name, revision] of [
    ['welcome', 2],
    ['login', 3],
    ['certificate-password', 4],
    ['new-password', 5],
  ] as const) {
    await show(name, revision);
    const identity = find('[data-shown] [data-testid=identity]');
    expect(wordsOf(identity), name).toContain('公式のアプリではありません。');
    expect(wordsOf(identity), name).toContain('faults@publisher.example');
    const password = find('[data-shown] input[type=password]');
    const before = password && identity && identity.compareDocumentPosition(password);
    if (password) expect(before, name).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  }
  find('[data-shown] [data-testid=identity]')?.click();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"open","page":"about"}']));
});

test('a trial says so where it begins and about itself', async () => {
  const publisher = { name: '証明書ナビ', contact: '', trial: true };
  backend.show({ ...sample('welcome', 2), publisher });
  flushSync();
  expect(wordsOf(find('[data-shown] [data-testid=identity]'))).toContain('試作版です。');
  expect(wordsOf(find('[data-shown] [data-testid=identity]'))).toContain('まだ動作を確認していません');
  backend.show({ ...sample('overlay-about', 3), publisher });
  flushSync();
  expect(wordsOf(find('[data-overlay=about] .notice--warning'))).toContain('まだ動作を確認していません');
  expect(find('[data-testid=reach-publisher]')).toBeNull();
});

test('a term that others call differently is explained where it stands', async () => {
  await show('certificate-password', 2);
  const button = find('[data-shown] [data-testid=term-certificate]');
  expect(button?.getAttribute('aria-expanded')).toBe('false');
  button?.click();
  flushSync();
  const text = document.getElementById(button?.getAttribute('aria-controls') ?? '');
  expect(text?.hidden).toBe(false);
  expect(wordsOf(text)).toContain('証明書を抽出するためのパスワード');
  button?.click();
  flushSync();
  expect(text?.hidden).toBe(true);
});

test.each([
  ['login', 'user-id', 'ユーザID'],
  ['new-password', 'login', '「パスワード」'],
  ['portal-window', 'user-id', 'ユーザID'],
  ['certificate', 'kind', 'VPNとアプリユーザ証明書'],
  ['certificate-ios', 'profile', 'プロフィール'],
  ['certificate', 'issuer', '発行元'],
  ['settings-steps', 'lock', 'パスコード'],
  ['settings-steps', 'certificate', '“ID証明書”のパスワード'],
])('on %s, 「？」 beside %s says what others call it', async (name, term, said) => {
  await show(name, 2);
  await eventually(() => expect(find(`[data-shown] [data-testid=term-${term}]`)).not.toBeNull());
  const button = find(`[data-shown] [data-testid=term-${term}]`);
  button?.click();
  flushSync();
  expect(wordsOf(document.getElementById(button?.getAttribute('aria-controls') ?? ''))).toContain(said);
});

test('an address of the service that was refused stays in its field and is said to be wrong', async () => {
  await show('overlay-settings', 2);
  find('[data-testid=settings-service]')?.click();
  flushSync();
  type('#service', 'http://service.example.jp/');
  find('[data-overlay=settings] [data-main]')?.click();
  await eventually(() => expect(backend.heard).toEqual(['{"id":"set-service","text":"http://service.example.jp/"}']));
  await show('overlay-settings-service-refused', 3);
  expect(input('#service')?.value).toBe('http://service.example.jp/');
  expect(input('#service')?.getAttribute('aria-invalid')).toBe('true');
  await show('overlay-settings-service', 4);
  expect(find('[data-testid=service-host]')?.textContent).toContain('service.example.jp');
});
