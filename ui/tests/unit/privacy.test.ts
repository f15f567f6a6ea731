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
