// Chromium as Android's WebView is: the guide in every frame, a download told by its address alone, one way out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, devices } from '@playwright/test';

/** @param {object} event */
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

const home = mkdtempSync(path.join(tmpdir(), 'shomei-navi-window-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

/**
 * Chromium believes whom its home's identity store (NSS) names.
 * @param {string} authority
 */
const trust = (authority) => {
  const store = path.join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  /** @param {string[]} options */
  const nss = (...options) =>
    execFileSync('certutil', ['-d', `sql:${store}`, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  nss('-N', '--empty-password');
  nss('-A', '-n', 'portal', '-t', 'C,,', '-i', authority);
};

/**
 * Windows of the portal's, the one in front last.
 * @type {import('@playwright/test').Page[]}
 */
const pages = [];
const front = () => pages.at(-1);

/** @param {string} url */
const isShown = (url) => url !== '' && url !== 'about:blank';

/** @param {string} script */
const run = async (script) => {
  try {
    await front()?.evaluate(script);
  } catch {
    // The page has gone on meanwhile.
  }
};

/** @param {import('@playwright/test').Page} page */
const adopt = (page) => {
  pages.push(page);
  // What it has said before it stood in front was not heard.
  const sayAgain = () => void run('window.__shomeiGuide && window.__shomeiGuide.run({"do":"report"});');
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && page === front() && isShown(frame.url()))
      tell({ event: 'shown', url: frame.url() });
  });
  // Whoever presses what is marked wants what it asks about.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
  page.on('download', (download) => {
    tell({ event: 'download', url: download.url() });
    void download.cancel().catch(() => {});
  });
  page.on('crash', () => tell({ event: 'broken', why: 'the page has crashed' }));
  page.on('close', () => {
    pages.splice(pages.indexOf(page), 1);
    const other = front();
    if (!other) tell({ event: 'closed' });
    else {
      tell({ event: 'shown', url: other.url() });
      sayAgain();
    }
  });
  if (isShown(page.url())) {
    tell({ event: 'shown', url: page.url() });
    sayAgain();
  }
};

/** @param {{ entry: string, script: string, proxy: number, authority: string }} settings */
const start = async ({ entry, script, proxy, authority }) => {
  trust(authority);
  const { userAgent, viewport, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7'];
  const context = await chromium.launchPersistentContext(path.join(home, 'profile'), {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') },
    proxy: { server: `http://127.0.0.1:${proxy}` },
    ...{ userAgent, viewport, deviceScaleFactor, isMobile, hasTouch },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    acceptDownloads: true,
  });
  await context.exposeBinding('__shomeiGuidePost', ({ page, frame }, text) => {
    if (page === front() && frame === page.mainFrame())
      tell({ event: 'message', from: frame.url(), text: String(text) });
  });
  await context.addInitScript({ content: script });
  const [first] = context.pages();
  const page = first ?? (await context.newPage());
  context.on('page', (other) => other !== page && adopt(other));
  adopt(page);
  await page
    .goto(entry, { waitUntil: 'commit', timeout: 30_000 })
    // Where it has come to is told by the page itself.
    .catch(() => {});
  return context;
};

/** @typedef {{ do: 'run', script: string } | { do: 'type', text: string }} Order */

/** @type {import('@playwright/test').BrowserContext | undefined} */
let context;
let started = Promise.resolve();
let isFirst = true;

/** @param {Parameters<typeof start>[0]} settings */
const begin = async (settings) => {
  try {
    context = await start(settings);
  } catch (error) {
    tell({ event: 'broken', why: String(error) });
  }
};

/** @param {Order} order */
const follow = async (order) => {
  if (order.do === 'run') await run(order.script);
  else await front()?.keyboard.type(order.text);
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  /** @type {unknown} */
  const order = JSON.parse(line);
  const settings = /** @type {Parameters<typeof start>[0]} */ (order);
  const next = isFirst ? () => begin(settings) : () => follow(/** @type {Order} */ (order));
  isFirst = false;
  started = started.then(next);
});
lines.on('close', () => {
  void started
    .then(() => context?.close())
    .catch(() => {})
    .finally(() => process.exit(0));
});
