// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { limits } from '../../gallery/views.ts';
import { standingWord } from '../../src/wording/standing';
import { translatorOf } from './translators';

const ja = await translatorOf('ja', limits);

/* No figure of Rust's rules is written down a second time. */

const LANGUAGES = ['ja', 'ja-easy', 'en'];
const FILES = LANGUAGES.flatMap((language) => [
  `messages/${language}/first.json`,
  `messages/${language}/rest.json`,
  `src/guide/content/${language}.json`,
  `src/guide/content/troubleshooting.${language}.json`,
]);
/** The manual's words, and what only Rust says. */
const NOT_OURS = /^(official|said)$/;

const COPIES = [
  /(?<![\d:])3回間違え/,
  /(?<![\d時])30分(?:以上|より)/,
  /(?<!\d)8分[がたでのを]/,
  /(?<!\d)10分[がた]/,
  /(?<!\d)90日/,
  /(?<!\d)14文字|(?<!\d)12文字|(?<!\d)40文字/,
  /1時30分|6時30分/,
  /\b(?:3|three) (?:wrong )?(?:tries|mistakes|times)/i,
  /\b30 min/,
  /\b(?:8|eight) min/i,
  /\bafter (?:10|ten) min/i,
  /\b90 days/,
  /\b(?:14|12|40) (?:characters|letters)/,
  /[16]:30/,
  /0570-|@support-e-seikyuu/,
];

function texts(file: string): { at: string; text: string }[] {
  const found: { at: string; text: string }[] = [];
  const walk = (value: unknown, name: string, at: string): void => {
    if (NOT_OURS.test(name)) return;
    if (typeof value === 'string') found.push({ at, text: value.replace(/\{([^}|]+)\|[^}]+\}/g, '$1') });
    else if (Array.isArray(value)) value.forEach((each, index) => walk(each, name, `${at}[${index}]`));
    else if (value) for (const [key, each] of Object.entries(value)) walk(each, key, `${at}.${key}`);
  };
  walk(JSON.parse(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')), '', file);
  return found;
}

test.each(FILES)('%s names Rust\u2019s limits and does not repeat them', (file) => {
  const copies = texts(file).filter(({ text }) => COPIES.some((copy) => copy.test(text)));
  expect(copies).toEqual([]);
});

test.each(FILES)('%s names only what there is', (file) => {
  const placeholders = texts(file)
    .filter(() => !file.startsWith('messages/'))
    .flatMap(({ text }) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? ''));
  expect(placeholders.filter((name) => standingWord(ja, { limits, platform: 'android' }, name) === undefined)).toEqual(
    [],
  );
});

test.each([
  ['ja', 'このスマホの証明書', 'このiPadの証明書'],
  ['ja-easy', 'このスマホ', 'このiPad'],
  ['en', 'this phone', 'this iPad'],
] as const)('an iPad is called an iPad: %s', async (language, phone, iPad) => {
  for (const platform of ['iphone', 'android'] as const)
    expect((await translatorOf(language, limits, platform)).label('home_lead')).toContain(phone);
  expect((await translatorOf(language, limits, 'ipad')).label('home_lead')).toContain(iPad);
});

test('a sentence says what Rust says', async () => {
  expect(ja.label('failure_hand-off-expired_what')).toBe('8分が過ぎました。');
  expect(ja.label('no_certificate_paused_text')).toBe('午前6時30分を過ぎたら、もう一度確認してください。');
  const other = await translatorOf('ja', { ...limits, profileMinutes: 5, pauseUntil: 7 * 60 });
  expect(other.label('failure_hand-off-expired_what')).toBe('5分が過ぎました。');
  expect(other.label('no_certificate_paused_text')).toBe('午前7時を過ぎたら、もう一度確認してください。');
  expect(other.label('login_user_id_wrong')).toContain('12文字');
});
