// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCatalogue, textsOf } from './catalogues';

/* `ja` is written for adults, with the words of the letter, the portal and the phone; `ja-easy` is another text. */

/** One text, where it stands, and whether it is a quotation of another's screen or paper. */
interface Sentence {
  at: string;
  text: string;
}

/** `said` is what the manual says, in our own words where it is not quoted. */
const WORDS = /^(?:title|lead|text|note|question|steps|said|is|source)$/;
/** What the phone, the letter and the portal say themselves, and names. */
const NOT_OURS = /^(?:system_|letter_|language_|path_|profile_problem_.*_(?:said|is)$)/;

function told(language: 'ja' | 'ja-easy' | 'en'): Sentence[] {
  const found: Sentence[] = Object.entries(readCatalogue(language, 'first', 'rest', 'native', 'site'))
    .filter(([key]) => !NOT_OURS.test(key))
    .flatMap(([at, source]) => textsOf(source).map((text) => ({ at, text })));
  const walk = (value: unknown, name: string, at: string): void => {
    if (typeof value === 'string') {
      if (WORDS.test(name)) found.push({ at, text: value });
    } else if (Array.isArray(value)) value.forEach((each, index) => walk(each, name, `${at}[${index}]`));
    else if (value) for (const [key, each] of Object.entries(value)) walk(each, key, `${at}.${key}`);
  };
  for (const file of [language, `troubleshooting.${language}`]) {
    const path = fileURLToPath(new URL(`../../src/guide/content/${file}.json`, import.meta.url));
    walk(JSON.parse(readFileSync(path, 'utf8')), '', file);
  }
  return found;
}

const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1').replace(/\*\*|[\^~]/g, '');
const ja = told('ja').map(({ at, text }) => ({ at, text: plain(text) }));

/** Kana where newspapers write kanji, and words that are for children. */
const CHILDISH =
  /もど[るりっら]|つぎ[のにはへ]|つづ[けくき]|えら[ばびぶべん]|ひら[かきくけい]|たしかめ|きろく|じゅんび|(?<![ぁ-ん])いま[はの、]|べつ[のに]|ちが[いうっ]|なお[すしり]|まちが|おぼえ|しらべ|さが[すしせ]|(?<![のる])ため[すしせ]|とちゅう|ぜんぶ|だいじょうぶ|こま[っり]|お休み|いくつも|ふつう[はに]|(?<!お)すす[むみめん]|おわ[りるっ]|道すじ|ありがとう|！/u;

/** Words that another word stands for: the letter's, the portal's, the phone's. */
const NOT_FIXED: [name: string, wrong: RegExp][] = [
  ['the letter is a 通知書', /手紙/],
  ['a phone is no 電話', /電話の(?:ロック|番号)|電話を(?:なくし|ロック)|ロックの?番号/],
  ['the certificate password has the name that the letter gives it', /証明書のパスワード/],
  ['a fingerprint is no 指紋', /指紋/],
  ['the end of validity is 有効期限', /使える日|(?<!有効)期限が(?:切れて|のこ)/],
  ['the portal has a name', /(?<!受付)(?<!デザイン)(?<!受付\^)システム/],
  ['the portal’s notices are not お知らせ alone', /(?<!「)お知らせ(?!」|画面)/],
  ['an error has an エラー番号', /(?:伝える|下の)番号|番号を伝え/],
];
/** The letter's title, and what the portal calls its own buttons and files. */
const QUOTED = /「電子請求登録結果に関するお知らせ」|セットアップ手順書（[^）]*）/g;

test('nothing is said as to a child', () => {
  expect(ja.filter(({ text }) => CHILDISH.test(text))).toEqual([]);
});

test.each(NOT_FIXED)('a fixed term: %s', (_, wrong) => {
  const found = ja.filter(({ text }) => wrong.test(text.replace(QUOTED, '').replaceAll('エラー番号', '')));
  expect(found).toEqual([]);
});

test('the stages are called as in the manual', () => {
  const catalogue = readCatalogue('ja', 'first');
  const stages = ['prepare', 'download', 'install', 'verify'].map((stage) => catalogue[`stage_${stage}`]);
  expect(stages).toEqual(['準備', 'ダウンロード', 'インストール', '確認']);
});

/** Japanese in quotation marks, or in brackets behind another language's words for it. */
const SYSTEM_WORDS = /「([^「」]+)」|\(([^()]*[\p{Script=Han}\p{Script=Katakana}][^()]*)\)/gu;

test.each(['ja', 'ja-easy', 'en'] as const)('%s: a word of the phone is quoted as the phone writes it', (language) => {
  const bare = (text: string) => text.replace(/\s/g, '');
  const words = Object.entries(readCatalogue('ja', 'rest'))
    .filter(([key]) => key.startsWith('system_'))
    .flatMap(([, source]) => textsOf(source).map((text) => plain(text).replace(/\n/g, '')));
  const known = new Map(words.map((word) => [bare(word), word]));
  const wrong = told(language).flatMap(({ at, text }) =>
    [...plain(text).matchAll(SYSTEM_WORDS)]
      .map((match) => match[1] ?? match[2] ?? '')
      .filter((quoted) => known.has(bare(quoted)) && known.get(bare(quoted)) !== quoted)
      .map((quoted) => `${at}: ${quoted}`),
  );
  expect(wrong).toEqual([]);
});

test('やさしい日本語 is another text: three of four longer sentences differ by more than readings', () => {
  const bare = (text: string) => plain(text).replace(/[、。\s]/g, '');
  const easy = new Map(told('ja-easy').map(({ at, text }) => [at.replace('ja-easy', 'ja'), bare(text)]));
  const longer = ja.map(({ at, text }) => ({ at, text: bare(text) })).filter(({ text }) => text.length >= 12);
  const same = longer.filter(({ at, text }) => easy.get(at) === text);
  expect(longer.length).toBeGreaterThan(800);
  expect(same.length / longer.length, JSON.stringify(same, null, 1)).toBeLessThan(0.25);
});
