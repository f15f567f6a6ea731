// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withLineBreaks } from '../../build/line-breaks.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (language: string) =>
  JSON.parse(readFileSync(file(`messages/${language}.json`), 'utf8')) as Record<string, string>;
const languages = readdirSync(file('messages')).map((name) => name.replace('.json', ''));
const others = languages.filter((language) => language !== 'ja');
const catalogue = read('ja');
const keys = Object.keys(catalogue);

/** Files of these kinds in a folder and below. */
function files(folder: string, ...kinds: string[]): string[] {
  return readdirSync(file(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => kinds.some((kind) => name.endsWith(kind)))
    .map((name) => join(file(folder), name));
}

/** Codes that reach the UI, by name; those of Rust's own lists come on top. */
const KNOWN_CODES = [
  'hand-off-expired hand-off-interrupted hand-off-no-page hand-off-not-fetched installer-canceled internal portal-last-try portal-session-taken-over',
  'store-damaged store-failed store-full store-newer user-id-invalid',
  'verify-denied verify-managed verify-nobody-came verify-no-certificate verify-not-installed verify-timed-out verify-wrong-certificate',
  'verify-no-chooser verify-no-key verify-old-certificate verify-wifi',
  'certificate-damaged certificate-key-refused certificate-no-certificate certificate-no-key certificate-no-protection',
  'certificate-not-pkcs12 certificate-several-keys certificate-too-costly certificate-too-large certificate-unreadable-algorithm',
  'door-file-folder door-file-not-here door-file-several door-file-unreadable door-file-vanished door-picture',
  'certificate-inner-password certificate-protected-to-domain certificate-unreadable-certificate',
  'certificate-write-failed certificate-write-mismatch certificate-write-password certificate-wrong-password',
  'device-not-here device-nothing-answers device-refused device-restricted handoff-no-port handoff-profile',
  'portal-captive portal-down portal-file-too-large portal-first-login portal-locked portal-maintenance portal-not-a-file',
  'portal-offline portal-old-tls portal-refused-redirect portal-session-expired portal-timeout portal-tls portal-too-large',
  'portal-unknown-page portal-wrong-login practice-folder practice-servers',
  'certificate-cannot-sign portal-cut-off portal-frames portal-password-expired portal-password-refused',
  'portal-redirect-loop portal-row-gone portal-setup portal-tls-expired portal-tls-untrusted portal-tls-wrong-host portal-wrong-clock',
  'store-in-use verify-probe-unreachable',
].flatMap((line) => line.split(' '));

const FINDINGS =
  'wrong-subject no-subject other-certificate wrong-issuer not-signed-by-issuer not-yet-valid expired expires-soon weak-key no-client-auth no-chain unchecked-signature unreadable-certificate'.split(
    ' ',
  );
const ODDITIES = 'full-width space letter-o digit-zero lower-l digit-one upper-i'.split(' ');
const USER_ID_HINTS = 'empty too-short too-long prefix character'.split(' ');

/** The lists of error codes in the Rust sources: `const CODES: &[&str] = &[…]`. */
function rustCodes(type: 'Finding' | 'Oddity' | 'errors'): string[] {
  return files('../src-tauri/crates', '.rs').flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    return [
      ...source.matchAll(/impl (\w+) \{[^}]*?const CODES: &'?(?:static )?\[&'?(?:static )?str\]\s*=\s*&\[([^\]]*)\]/g),
    ]
      .filter(([, owner]) => (owner === 'Finding' || owner === 'Oddity' ? owner : 'errors') === type)
      .flatMap(([, , list]) => [...(list ?? '').matchAll(/"([a-z0-9-]+)"/g)].map((match) => match[1] ?? ''));
  });
}

/** Every string and template in the sources that could name a key. */
function named(): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  for (const path of files('src', '.svelte', '.ts')) {
    if (path.includes('/src/types/')) continue;
    const source = readFileSync(path, 'utf8');
    for (const match of source.matchAll(/'([a-z][\w-]*)'|"([a-z][\w-]*)"/g)) literals.add(match[1] ?? match[2] ?? '');
    for (const match of source.matchAll(/`([a-z]+_[^`]*\$\{[^`]*)`/g)) {
      const parts = (match[1] ?? '').split(/\$\{[^}]*\}/);
      patterns.push(new RegExp(`^${parts.join('[a-z0-9-]+')}$`));
    }
  }
  return { literals, patterns };
}

test('every error code has its three sentences', () => {
  const codes = new Set([...KNOWN_CODES, ...rustCodes('errors')]);
  const missing = [...codes].flatMap((code) =>
    ['what', 'kept', 'todo'].map((part) => `failure_${code}_${part}`).filter((key) => !catalogue[key]),
  );
  expect(missing).toEqual([]);
  const unknown = keys.filter(
    (key) => /^failure_.+_(what|kept|todo)$/.test(key) && !codes.has(key.split('_')[1] ?? ''),
  );
  expect(unknown).toEqual([]);
});

test('every finding, oddity and hint has its sentence', () => {
  const wanted = [
    ...[...FINDINGS, ...rustCodes('Finding')].map((code) => `finding_${code}`),
    ...[...ODDITIES, ...rustCodes('Oddity')].map((code) => `oddity_${code}`),
    ...USER_ID_HINTS.map((code) => `user_id_${code}`),
  ];
  expect(wanted.filter((key) => !catalogue[key])).toEqual([]);
});

test('no message is unused', () => {
  const { literals, patterns } = named();
  const used = (key: string) =>
    literals.has(key) ||
    key.startsWith('native_') ||
    (/_(one|other)$/.test(key) && literals.has(key.replace(/_(one|other)$/, ''))) ||
    patterns.some((pattern) => pattern.test(key)) ||
    /^(failure|finding|oddity|user_id)_/.test(key);
  expect(keys.filter((key) => !used(key))).toEqual([]);
});

test('no sentence stands in a component', () => {
  const found = files('src', '.svelte', '.ts').filter((path) => {
    if (path.includes('/src/types/')) return false;
    const source = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|\/\/.*$/gm, '');
    return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(source);
  });
  expect(found).toEqual([]);
});

/** Plural forms of a key count as the key. */
const base = (key: string) => (key in catalogue ? key : key.replace(/_(zero|one|two|few|many)$/, '_other'));
const params = (message: string) =>
  [...new Set([...message.matchAll(/\{([a-zA-Z][^}|]*)\}/g)].map((match) => match[1]))].toSorted();
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Names in their own language, and what stands on Japanese paper. */
const STAYS_JAPANESE = /^(language_|letter_|drawing_computer_|drawing_browser_)/;

test('the languages of the app are all here', () => {
  expect(languages).toEqual(expect.arrayContaining(['ja', 'ja-easy', 'en']));
});

test.each(others)('%s has every message, and no other', (language) => {
  const theirs = new Set(Object.keys(read(language)).map(base));
  expect(keys.filter((key) => !theirs.has(key))).toEqual([]);
  expect([...theirs].filter((key) => !(key in catalogue))).toEqual([]);
});

test.each(others)('%s fills the same places', (language) => {
  const theirs = read(language);
  const wrong = Object.keys(theirs).filter((key) => {
    const wanted = params(catalogue[base(key)] ?? '');
    return (
      !params(theirs[key] ?? '').every((name) => wanted.includes(name)) ||
      (key === base(key) && !wanted.every((name) => params(theirs[key] ?? '').includes(name)))
    );
  });
  expect(wrong).toEqual([]);
});

test.runIf(languages.includes('en'))('English is translated', () => {
  const english = read('en');
  const left = Object.keys(english).filter(
    (key) =>
      !STAYS_JAPANESE.test(key) &&
      JAPANESE.test(english[key] ?? '') &&
      !/[A-Za-z]{2}/.test((english[key] ?? '').replace(/\{[^}]*\}/g, '')),
  );
  expect(left).toEqual([]);
});

test.each(languages)('every message of %s is well formed', (language) => {
  const wrong = Object.entries(read(language)).flatMap(([key, message]) => {
    const found: string[] = [];
    const plain = (text: string) => text.replace(/[\u200b\u2060|~]/g, '');
    const japanese = language.startsWith('ja');
    const bare = (line: string) => plain(line.replace(/\{([^}|]+)\|[^}]+\}/g, '$1')).replace(/\{[^}]*\}/g, '');
    const longest = (most: number) =>
      message.split('\n').every((line) => bare(line).length <= (japanese ? most : 3 * most));
    if (message.trim() !== message || message === '') found.push('blank at an end');
    if ((message.split('**').length - 1) % 2 !== 0) found.push('** is not closed');
    if (key.startsWith('native_') && /\*\*|[|~]|\{mark:/.test(message)) found.push('markup that Rust does not read');
    if (/[\u200b\u2060]/.test(message)) found.push('breaks written by hand');
    if (japanese && plain(withLineBreaks(message)) !== plain(message)) found.push('breaks lose words');
    if (/^failure_.+_what$/.test(key) && !longest(20)) found.push('a headline of more than two lines');
    if (/^failure_.+_(kept|todo)$/.test(key) && !longest(35)) found.push('a long sentence');
    return found.map((problem) => `${key}: ${problem}`);
  });
  expect(wrong).toEqual([]);
});

/** Ems between the edges of the page that Safari is served, at 320 px: headings are 1.5, the rest 1.125 rem. */
const SAFARI_PAGE = [
  [/^native_(?:page|probe)_.*heading$/, 280 / 24],
  [/^native_(?:page|probe)_.*sentence/, 280 / 18],
  [/^native_page_button$/, 248 / 18],
] as const;

test.each(languages)('the page that Safari is served breaks only between phrases in %s', (language) => {
  const ems = (text: string) => Array.from(text).reduce((sum, each) => sum + (each > '\u2e7f' ? 1 : 0.6), 0);
  const wide = Object.entries(read(language)).filter(([key, message]) => {
    const most = SAFARI_PAGE.find(([pattern]) => pattern.test(key))?.[1];
    // Words are kept whole there: it breaks after punctuation and at blanks.
    return most !== undefined && message.split(/(?<=[\u3001\u3002])| /).some((phrase) => ems(phrase) > most);
  });
  expect(wide).toEqual([]);
});
