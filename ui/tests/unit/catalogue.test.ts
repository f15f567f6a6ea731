// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withLineBreaks } from '../../build/line-breaks.ts';
import { placesOf, type Source } from '../../build/message-params.ts';
import { BREAKS } from '../../src/i18n/breaks.ts';
import { localeOf, type Language } from '../../src/i18n/catalogue';
import { FAILURE_CODES, FINDING_CODES, PASSWORD_HINT_CODES, USER_ID_HINTS } from '../../src/wording/codes';
import { LANGUAGES, readCatalogue, textsOf } from './catalogues';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const others = LANGUAGES.filter((language) => language !== 'ja');
const catalogue = readCatalogue('ja');
const keys = Object.keys(catalogue);

/** Files of these kinds in a folder and below. */
function files(folder: string, ...kinds: string[]): string[] {
  return readdirSync(file(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => kinds.some((kind) => name.endsWith(kind)))
    .map((name) => join(file(folder), name));
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

test('no failure, finding or hint has words that no code of Rust says', () => {
  const families: Record<string, readonly string[]> = {
    failure: FAILURE_CODES,
    finding: FINDING_CODES,
    password_hint: PASSWORD_HINT_CODES,
    user_id: USER_ID_HINTS,
  };
  const known = (family: string, code: string) => families[family]?.includes(code) ?? false;
  const unknown = keys.filter((key) => {
    const [, family = '', code = ''] =
      /^(failure)_([^_]+)_(?:[^_]+_)?(?:what|kept|todo)$/.exec(key) ??
      /^(finding|password_hint)_([^_]+)/.exec(key) ??
      [];
    return family !== '' && !known(family, code);
  });
  expect(unknown).toEqual([]);
});

test.each(LANGUAGES)('%s: a message stands once, in one file', (language) => {
  const parts = (['first', 'rest', 'site'] as const).map((part) => Object.keys(readCatalogue(language, part)));
  const all = parts.flat();
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('no message is unused', () => {
  const { literals, patterns } = named();
  const used = (key: string) =>
    literals.has(key) ||
    patterns.some((pattern) => pattern.test(key)) ||
    /^(failure|finding|password_hint|user_id)_/.test(key);
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

/** The UI's messages and Rust's own, those under the name of their file. */
const everything = (language: string): Record<string, Source> => {
  const native = Object.entries(readCatalogue(language, 'native')).map(([key, source]) => [`native ${key}`, source]);
  const site = readCatalogue(language, 'site');
  return { ...readCatalogue(language), ...site, ...(Object.fromEntries(native) as Record<string, Source>) };
};
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Names in their own language, and what stands on Japanese paper. */
const STAYS_JAPANESE = /^(language_|letter_|drawing_computer_|drawing_browser_|system_file_)/;

test('the languages of the app are all here', () => {
  expect(LANGUAGES).toEqual(expect.arrayContaining(['ja', 'ja-easy', 'en']));
});

test.each(others)('%s has every message in the same file, and no other', (language) => {
  for (const part of ['first', 'rest', 'native', 'site'] as const) {
    expect(Object.keys(readCatalogue(language, part)).toSorted(), part).toEqual(
      Object.keys(readCatalogue('ja', part)).toSorted(),
    );
  }
});

test.each(others)('%s fills the same places, and `other` all of them', (language) => {
  const theirs = everything(language);
  // One language names the device where another can leave it out.
  const places = (source: Source) => placesOf(source).filter((name) => name !== 'device');
  const whole = (source: Source | undefined) => (typeof source === 'object' ? (source['other'] ?? '') : (source ?? ''));
  const wrong = Object.entries(everything('ja')).filter(([key, source]) => {
    const wanted = places(source).toSorted();
    const all = places(whole(theirs[key])).toSorted();
    return all.join() !== wanted.join() || !places(theirs[key] ?? '').every((name) => wanted.includes(name));
  });
  expect(wrong).toEqual([]);
});

test.each(LANGUAGES)('%s has the forms that its language tells apart, and no other', (language) => {
  const locale = localeOf(language as Language);
  const wrong = Object.entries(everything(language)).flatMap(([key, source]) => {
    if (typeof source === 'string') return [];
    const type = placesOf(source).includes('nth') ? 'ordinal' : 'cardinal';
    const known = new Set<string>(new Intl.PluralRules(locale, { type }).resolvedOptions().pluralCategories);
    const given = Object.keys(source);
    return given.includes('other') && given.every((form) => known.has(form)) ? [] : [key];
  });
  expect(wrong).toEqual([]);
});

test('English is translated', () => {
  const english = everything('en');
  const left = Object.keys(english).filter(
    (key) =>
      !STAYS_JAPANESE.test(key) &&
      textsOf(english[key]).some((text) => JAPANESE.test(text) && !/[A-Za-z]{2}/.test(text.replace(/\{[^}]*\}/g, ''))),
  );
  expect(left).toEqual([]);
});

const messagesOf = (language: string) =>
  Object.entries(everything(language)).flatMap(([key, source]) => textsOf(source).map((text) => [key, text] as const));

test.each(LANGUAGES)('every message of %s is well formed', (language) => {
  const wrong = messagesOf(language).flatMap(([key, message]) => {
    const found: string[] = [];
    const plain = (text: string) => text.replace(BREAKS, '').replace(/[\^~]/g, '');
    const japanese = language.startsWith('ja');
    const bare = (line: string) => plain(line.replace(/\{([^}|]+)\|[^}]+\}/g, '$1')).replace(/\{[^}]*\}/g, '');
    const longest = (most: number) =>
      message.split('\n').every((line) => bare(line).length <= (japanese ? most : 3 * most));
    if (message.trim() !== message || message === '') found.push('blank at an end');
    if ((message.split('**').length - 1) % 2 !== 0) found.push('** is not closed');
    if (key.startsWith('native ') && /\*\*|[|^~]|\{mark:/.test(message)) found.push('markup that Rust does not read');
    if (message.search(BREAKS) >= 0) found.push('breaks written by hand');
    if (/[|]/.test(message.replace(/\{[^{}|]+\|[^{}|]+\}/g, ''))) found.push('| that parts no reading');
    if (japanese && plain(withLineBreaks(message)) !== plain(message)) found.push('breaks lose words');
    if (/^failure_.+_what$/.test(key) && !longest(20)) found.push('a headline of more than two lines');
    if (/^failure_.+_(kept|todo)$/.test(key) && !longest(35)) found.push('a long sentence');
    return found.map((problem) => `${key}: ${problem}`);
  });
  expect(wrong).toEqual([]);
});

/** Ems between the edges of the page that Safari is served, at 320 px: headings are 1.5, the rest 1.125 rem. */
const SAFARI_PAGE = [
  [/^(?:page|probe)_.*heading$/, 280 / 24],
  [/^(?:page|probe)_.*sentence/, 280 / 18],
  [/^page_button$/, 248 / 18],
] as const;

test.each(LANGUAGES)('the page that Safari is served breaks only between phrases in %s', (language) => {
  const ems = (text: string) => Array.from(text).reduce((sum, each) => sum + (each > '\u2e7f' ? 1 : 0.6), 0);
  const wide = Object.entries(readCatalogue(language, 'native')).filter(([key, source]) => {
    const most = SAFARI_PAGE.find(([pattern]) => pattern.test(key))?.[1];
    // Words are kept whole there: it breaks after punctuation and at blanks.
    return (
      most !== undefined &&
      textsOf(source).some((text) => text.split(/(?<=[\u3001\u3002])| /).some((phrase) => ems(phrase) > most))
    );
  });
  expect(wide).toEqual([]);
});

test.each(LANGUAGES)('the button of the served page is drawn and named as it is written there in %s', (language) => {
  const [button] = textsOf(readCatalogue(language, 'native')['page_button']);
  const words = readCatalogue(language);
  expect(textsOf(words['drawing_receive_button'])).toEqual([button]);
  expect(textsOf(words['step_ios_receive']).join('')).toContain(button);
});

test.each(LANGUAGES)('what hidden letters are shown by is named as its button in %s', (language) => {
  const words = readCatalogue(language);
  const plain = (key: string) => textsOf(words[key]).join('').replace(/\*\*/g, '');
  expect(plain('letters_hidden')).toContain(plain('password_show'));
});
