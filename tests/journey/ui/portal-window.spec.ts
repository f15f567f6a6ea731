import type { Browser, Page } from '@playwright/test';
import type { Caregiver } from '../src/caregiver.ts';
import { openCertificate, practise } from '../src/ways.ts';
import { expect, test as session } from './session.ts';

/** What the app wants shown in the portal's window. */
interface Shown {
  entry: string;
  script: string;
  step: string | null;
  button: string | null;
  hint: string;
  notice: string | null;
  scripts: readonly string[];
  retries: number;
}

/** The portal's window as a page of its own: it plays what native code does on a phone. */
class PlayedWindow {
  readonly page: Page;
  readonly #ask: () => Promise<Shown | undefined>;
  readonly #tell: (happening: object) => Promise<void>;
  #run = 0;

  constructor(page: Page, ask: () => Promise<Shown | undefined>, tell: (happening: object) => Promise<void>) {
    this.page = page;
    this.#ask = ask;
    // One after the other, as a message channel keeps them.
    let before = Promise.resolve();
    this.#tell = (happening) => (before = before.then(() => tell(happening)));
  }

  async open(): Promise<void> {
    const shown = await this.shown(() => true);
    await this.page.exposeFunction('__shomeiGuidePost', (text: string) =>
      this.#tell({ id: 'message', from: this.page.url(), text }),
    );
    await this.page.addInitScript(shown.script);
    this.page.on('framenavigated', (frame) => {
      if (frame === this.page.mainFrame() && frame.url().startsWith('https:')) {
        void this.#tell({ id: 'page', url: frame.url() });
      }
    });
    await this.page.goto(shown.entry);
  }

  /** Waits until the bar is like this. */
  async shown(is: (shown: Shown) => boolean): Promise<Shown> {
    for (let last: Shown | undefined, end = Date.now() + 20_000; ;) {
      last = await this.#ask();
      if (last) await this.#runs(last);
      if (last && is(last)) return last;
      if (Date.now() > end) throw new Error(`the bar says ${JSON.stringify({ ...last, script: '', scripts: [] })}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** The large button, once it says this. */
  async presses(words: RegExp): Promise<void> {
    await this.shown((shown) => words.test(shown.button ?? ''));
    await this.#tell({ id: 'pressed' });
  }

  /** What she types once the field that the button leads to has the focus. */
  async types(words: string): Promise<void> {
    for (const end = Date.now() + 20_000; ;) {
      await this.shown(() => true);
      if (await this.page.evaluate(() => document.activeElement?.matches('input[type="password"]'))) break;
      if (Date.now() > end) throw new Error('the field of the password does not get the focus');
    }
    await this.page.keyboard.type(words);
  }

  /** Whatever the button names is pressed, once a page, until the file is there. */
  async isPressedUntilGone(): Promise<void> {
    let pressed = '';
    for (const end = Date.now() + 40_000; ;) {
      const shown = await this.#ask();
      if (!shown) return;
      await this.#runs(shown);
      const next = `${this.page.url()} ${shown.step} ${shown.button}`;
      if (shown.button && next !== pressed) {
        pressed = next;
        await this.#tell({ id: 'pressed' });
      }
      if (Date.now() > end) throw new Error(`the window stays at ${shown.step} with ${shown.button}`);
      await this.page.waitForTimeout(50);
    }
  }

  async closes(): Promise<void> {
    await this.#tell({ id: 'closed' });
  }

  async tells(happening: object): Promise<void> {
    await this.#tell(happening);
  }

  async #runs(shown: Shown): Promise<void> {
    for (; this.#run < shown.scripts.length; this.#run += 1) {
      await this.page.evaluate(shown.scripts[this.#run] ?? '').catch(() => undefined);
    }
  }
}

const test = session.extend<{ portalWindow: () => Promise<PlayedWindow> }>({
  portalWindow: async ({ page, browser, session: named }, use) => {
    const opened: Page[] = [];
    await use(async () => {
      const other = await newPage(browser);
      opened.push(other);
      const ask = async () => {
        const answer = await page.request.get('/portal-window', { headers: named() });
        return answer.ok() ? ((await answer.json()) as Shown) : undefined;
      };
      const tell = async (happening: object) => {
        await page.request.post('/portal-window/event', { headers: named(), data: happening });
      };
      const played = new PlayedWindow(other, ask, tell);
      await played.open();
      return played;
    });
    await Promise.all(opened.map((other) => other.context().close()));
  },
});

/** With a session of its own; the practice root is none of the system's. */
async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  });
  return context.newPage();
}

test('through the portal’s own pages to the certificate', async ({ begin, portalWindow }) => {
  const caregiver = await begin();
  const password = await comesToTheWindow(caregiver);
  const portal = await portalWindow();
  await goesOnToTheLogin(portal);
  await logsIn(portal, password);
  await portal.isPressedUntilGone();
  await openCertificate(caregiver);
});

test('a wrong password is one try, and the bar says so before the next', async ({ begin, portalWindow }) => {
  const caregiver = await begin();
  await comesToTheWindow(caregiver);
  const portal = await portalWindow();
  await goesOnToTheLogin(portal);
  await logsIn(portal, 'chigau2026');
  await portal.shown((shown) => /あと2回/.test(shown.notice ?? '') && /もう一度/.test(shown.button ?? ''));
  await portal.closes();
  await caregiver.finds('[data-screen="portal-window"] .tries');
  await caregiver.presses('way-client');
  await caregiver.finds('[data-screen="login"] .tries');
});

test('a network that is gone for a moment ends nothing', async ({ begin, portalWindow }) => {
  const caregiver = await begin();
  const password = await comesToTheWindow(caregiver);
  const portal = await portalWindow();
  await goesOnToTheLogin(portal);
  const { button } = await portal.shown((shown) => shown.step === '2/5 ログイン');
  await portal.tells({ id: 'not-reached', canRetry: true });
  await portal.shown((shown) => /通信が切れた/.test(shown.notice ?? ''));
  await portal.presses(/^もう一度開く$/);
  await portal.shown((shown) => shown.retries === 1 && shown.notice === null && shown.button === button);
  await portal.tells({ id: 'not-reached', canRetry: false });
  await portal.shown((shown) => /もう一度押して/.test(shown.notice ?? '') && shown.button === button);
  await logsIn(portal, password);
  await portal.isPressedUntilGone();
  await openCertificate(caregiver);
});

test('another host is not opened, and what the page forges leads nowhere', async ({ begin, portalWindow }) => {
  const caregiver = await begin();
  await comesToTheWindow(caregiver);
  const portal = await portalWindow();
  await portal.shown((shown) => shown.step !== null);
  await portal.tells({ id: 'page', url: 'https://example.com/' });
  await portal.shown((shown) => (shown.notice ?? '').includes('example.com'));
  const from = portal.page.url();
  for (const text of ['', '{', '{"type":"file-end"}', 'x'.repeat(60_000)]) {
    await portal.tells({ id: 'message', from, text });
  }
  await portal.tells({ id: 'message', from: 'https://example.com/', text: '{"type":"log-in-sent"}' });
  // What is no certificate is not taken, and the window stays.
  const file = Buffer.from('<html>').toString('base64');
  for (const text of [
    '{"type":"file-start","length":6}',
    JSON.stringify({ type: 'file-part', at: 0, data: file }),
    '{"type":"file-end"}',
  ]) {
    await portal.tells({ id: 'message', from, text });
  }
  await portal.shown((shown) => /証明書のファイルではありません/.test(shown.notice ?? ''));
  await portal.closes();
  await caregiver.sees('portal-window');
});

test('a WebView that is too old is said, and other ways lead on', async ({ begin, page, session: named }) => {
  const caregiver = await begin();
  await comesToTheWindow(caregiver);
  await expect
    .poll(async () => {
      const sent = page.request.post('/portal-window/event', { headers: named(), data: { id: 'too-old' } });
      return (await sent).ok();
    })
    .toBe(true);
  await caregiver.sees('failed');
  await caregiver.seesFailure('device-old-web-view');
  await caregiver.seesText('WebViewが古く');
  await caregiver.finds('[data-shown] [data-testid="open-browser"]');
  await caregiver.presses('way-client');
  await caregiver.sees('login');
});

/** To the window, which is open then; the password of the practice letter. */
async function comesToTheWindow(caregiver: Caregiver): Promise<string> {
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('はじめる');
  await caregiver.sees('login');
  await caregiver.presses('way-window');
  await caregiver.sees('portal-window');
  const password = await caregiver.reads('practice-login-password');
  await caregiver.pressesMain('受付システムの画面を開く');
  return password;
}

/** Types what the portal asks for, as the button leads, and sends it. */
async function logsIn(portal: PlayedWindow, password: string): Promise<void> {
  await portal.presses(/KJ/);
  await portal.presses(/パスワード/);
  await portal.types(password);
  await portal.presses(/『ログイン』/);
}

/** What stands before the login is pressed as the bar says. */
async function goesOnToTheLogin(portal: PlayedWindow): Promise<void> {
  for (;;) {
    const shown = await portal.shown(({ button }) => button !== null);
    if (/KJ/.test(shown.button ?? '')) return;
    await portal.tells({ id: 'pressed' });
    const { button } = shown;
    await portal.shown((next) => next.button !== button);
  }
}
