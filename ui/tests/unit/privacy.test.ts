// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { limits } from '../../gallery/views.ts';
import { INQUIRY_HOST, PRIVACY } from '../../src/wording/privacy';
import { LANGUAGES, readCatalogue, textsOf } from './catalogues';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const HEADINGS = { ja: '日本語', en: 'English' } as const;

/** The page in a language, as Markdown. */
function written(language: keyof typeof HEADINGS): string {
  const catalogue = readCatalogue(language);
  // The document is read without the app, so it says the figure itself.
  const said = (key: string) =>
    (textsOf(catalogue[key])[0] ?? '')
      .replace(/[\^~]/g, '')
      .replace(/\n/g, ' ')
      .replace('{secretMinutes}', String(limits.secretMinutes));
  const parts = PRIVACY.map(({ title, sentences }) =>
    [`### ${said(title)}`, ...sentences.map((key) => `- ${said(key)}`)].join('\n'),
  );
  return [`## ${HEADINGS[language]}\n${said('privacy_lead')}`, ...parts].join('\n\n');
}

test('docs/privacy.md and the page in the app say the same', () => {
  const document = read('docs/privacy.md');
  const pages = document.slice(document.indexOf('## '));
  expect(pages.trim()).toBe([written('ja'), written('en')].join('\n\n'));
});

test('the publisher’s pages say all of it', () => {
  const script = read('scripts/site');
  for (const { sentences } of PRIVACY) for (const key of sentences) expect(script, key).toContain(`"${key}"`);
});

/** To sell, to use, to pass on: what App Review Guideline 5.5 wants an app with a configuration profile to leave alone. */
const COMMITMENT: Record<string, RegExp> = {
  ja: /販売も利用もせず、第三者にも渡しません/,
  'ja-easy': /売りません。使いません。ほかの人に渡しません。/,
  en: /sell data about you, use it, or pass it on to third parties/,
};

test.each(LANGUAGES)('%s: the page commits to what App Review Guideline 5.5 asks for', (language) => {
  const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1');
  // With and without a probe.
  const always = PRIVACY.filter(({ probe }) => !probe).flatMap(({ sentences }) => sentences);
  expect(always).toContain('privacy_leaves_never');
  const [sentence = ''] = textsOf(readCatalogue(language)['privacy_leaves_never']);
  expect(COMMITMENT[language], 'a new language says it too').toBeDefined();
  expect(plain(sentence)).toMatch(COMMITMENT[language] ?? /^$/);
});

/** As the first screen names them: what is typed where (by the way that is offered), and that nothing is kept. */
const DECLARED = ['key={`welcome_promise_', 'key="welcome_promise"'];

test('the review notes name 5.5 with the screen that declares, and it does', () => {
  const publishing = read('docs/publishing.md');
  const notes = publishing.slice(
    publishing.indexOf('### Notes for App Review'),
    publishing.indexOf('## 5. The letter'),
  );
  const [paragraph = ''] = /^> \*\*Configuration profiles \(5\.5\):\*\*[\s\S]*?^>$/m.exec(notes) ?? [];
  const said = (key: string) => (textsOf(readCatalogue('ja')[key])[0] ?? '').replace(/[\^~]/g, '');
  const flat = paragraph.replace(/\n> /g, '');
  expect(flat).toContain(`「${said('welcome_headline').replace('{device}', said('device_phone'))}」`);
  for (const key of ['welcome_start', 'about_open', 'about_privacy']) expect(flat).toContain(`「${said(key)}」`);
  expect(notes).toMatch(/^\| 5\.5 \| /m);
  expect(publishing).not.toMatch(/5\.4, 5\.5/);

  const welcome = read('ui/src/screens/Welcome.svelte');
  const starts = welcome.indexOf('key="welcome_ways"');
  for (const key of DECLARED) {
    const at = welcome.indexOf(key);
    expect(at, key).toBeGreaterThan(0);
    expect(at, key).toBeLessThan(starts);
  }
});

test('the manager is told the address that Rust opens', () => {
  const [, url = ''] = /const INQUIRY: &str = "([^"]+)"/.exec(read('src-tauri/crates/journey/src/help_desk.rs')) ?? [];
  expect(new URL(url).host).toBe(INQUIRY_HOST);
});

/** Nothing was sent before these: an ID that no log-in can be tried with, and a page that nobody has typed into. */
const BEFORE_ANYTHING_IS_SENT = ['user-id-invalid', 'portal-needs-browser'];

test.each(LANGUAGES)('%s: no failure that can come after the log-in says that nothing was sent', (language) => {
  const nothing = /送(?:信し|っ)ていません|(?:was|were) not sent|[Nn]othing was sent/;
  const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1');
  const saying = Object.entries(readCatalogue(language))
    .filter(([key, source]) => key.startsWith('failure_') && textsOf(source).some((text) => nothing.test(plain(text))))
    .map(([key]) => key);
  expect(saying.toSorted()).toEqual(BEFORE_ANYTHING_IS_SENT.map((code) => `failure_${code}_kept`).toSorted());
});
