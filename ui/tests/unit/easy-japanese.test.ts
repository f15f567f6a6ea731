// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Source } from '../../build/message-params.ts';
import { textsOf } from './catalogues';

/* Rules of やさしい日本語 that can be counted: facts of 弘前大学 and 静岡県, and the readings. */

const LONGEST_SENTENCE = 35;
const MOST_KANJI = 13;
const KANJI = /\p{Script=Han}/gu;
const READING = /\{([^}|]+)\|([^}]+)\}/g;
/** What has no room for readings: drawn screens, names in attributes, names in their own language. */
const WITHOUT_READINGS = /^(system_|letter_|drawing_|language_)/;
/** Not ours to simplify: what stands on the phone's own screens, on the letter and in the manual. */
const NOT_OURS = /^(system_|letter_|official$|said$)/;

/** One text, and the name of the message or member that it stands in. */
interface Named {
  name: string;
  at: string;
  text: string;
}

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const FILES = [
  'messages/ja-easy/first.json',
  'messages/ja-easy/rest.json',
  'messages/ja-easy/site.json',
  'src/guide/content/ja-easy.json',
  'src/guide/content/troubleshooting.ja-easy.json',
];
const WORDS = /^(title|lead|text|official|note|question|steps|said|is)$/;

function texts(file: string): Named[] {
  const read = JSON.parse(readFileSync(path(file), 'utf8')) as unknown;
  if (file.startsWith('messages/')) {
    return Object.entries(read as Record<string, Source>).flatMap(([name, source]) =>
      textsOf(source).map((text) => ({ name, at: name, text })),
    );
  }
  const found: Named[] = [];
  const walk = (value: unknown, name: string, at: string): void => {
    if (typeof value === 'string') {
      if (WORDS.test(name)) found.push({ name, at, text: value });
    } else if (Array.isArray(value)) value.forEach((each, index) => walk(each, name, `${at}[${index}]`));
    else if (value) for (const [key, each] of Object.entries(value)) walk(each, key, `${at}.${key}`);
  };
  walk(read, '', '');
  return found;
}

const bare = (text: string) =>
  text
    .replace(READING, '$1')
    .replace(/\{mark:[^}]*\}/g, 'パスワード')
    .replace(/\{[^}]*\}|\*\*|[\^~]/g, '');

const sentences = (text: string) => bare(text).split(/[。！？!?\n]/);

test.each(FILES)('%s: sentences are short', (file) => {
  const long = texts(file)
    .filter(({ name }) => !NOT_OURS.test(name))
    .flatMap(({ at, text }) => sentences(text).map((sentence) => ({ at, sentence })))
    .filter(({ sentence }) => Array.from(sentence.replace(/\s/g, '')).length > LONGEST_SENTENCE);
  expect(long).toEqual([]);
});

test.each(FILES)('%s: kanji are few', (file) => {
  const many = texts(file)
    .filter(({ name }) => !NOT_OURS.test(name))
    .flatMap(({ at, text }) => sentences(text).map((sentence) => ({ at, sentence })))
    .filter(({ sentence }) => (sentence.match(KANJI)?.length ?? 0) > MOST_KANJI);
  expect(many).toEqual([]);
});

test.each(FILES)('%s: every kanji has its reading, in hiragana or katakana', (file) => {
  const wrong = texts(file)
    .filter(({ name }) => !WITHOUT_READINGS.test(name) && !NOT_OURS.test(name))
    .filter(({ text }) => {
      const readings = [...text.matchAll(READING)].map((match) => match[2] ?? '');
      return (
        /\p{Script=Han}/u.test(text.replace(READING, '')) ||
        readings.some((each) => !/^[\p{Script=Hiragana}\p{Script=Katakana}ー・]+$/u.test(each))
      );
    });
  expect(wrong.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

/** Counters whose reading is one, and never another: 三回, 一つ, 十分, 1枚, 2件. */
const COUNTERS: Record<string, string> = {
  三回: 'さんかい',
  一つ: 'ひとつ',
  十分: 'じゅっぷん',
  回: 'かい',
  枚: 'まい',
  件: 'けん',
  秒: 'びょう',
  円: 'えん',
};

/** Kanji whose reading the kana behind it decide: {消|き}えます, but {消|け}します. */
const KANA_BEHIND: readonly (readonly [wrong: RegExp, example: string])[] = [
  [/\{消\|け\}え|\{消\|き\}[さしすせそ]/, '消えます（きえます）、消します（けします）'],
  [/\{入\|い\}[らりるっ]/, '入れます（いれます）、入ります（はいります）'],
  [/\{出\|で\}[さしすせそ]|\{出\|だ\}[まてたなる]/, '出ます（でます）、出します（だします）'],
  [/\{来\|き\}[るな]|\{来\|く\}[まてた]|\{来\|こ\}[まてたる]/, '来ます（きます）、来る（くる）、来ない（こない）'],
  [/\{閉\|し\}じ|\{閉\|と\}[まめ]/, '閉じます（とじます）、閉めます（しめます）'],
  [/\{行\|おこな\}[かきくけこ]|\{行\|い\}[わなう]/, '行きます（いきます）、行う（おこなう）'],
  [/\{開\|あ\}[かきくけこいら]/, '開きます（ひらきます）'],
  [/\{少\|すこ\}な|\{少\|すく\}し/, '少し（すこし）、少ない（すくない）'],
];

test.each(FILES)('%s: a kanji is read as the kana behind it ask', (file) => {
  const wrong = texts(file).flatMap(({ at, text }) =>
    KANA_BEHIND.filter(([pattern]) => pattern.test(text)).map(([, example]) => `${at}: ${text} → ${example}`),
  );
  expect(wrong).toEqual([]);
});

test('what is opened on the phone is 開く, as the phone says, and what is closed 閉じる', () => {
  const other = /あ(?:け(?:て|ま|る|なお)|か(?:ない|なかった)|きません|く(?:か|と))|\{閉\|し\}/;
  const wrong = FILES.flatMap((file) => texts(file)).filter(({ text }) => other.test(text));
  expect(wrong.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

test('大きい文字 are capitals, and nothing is said of full-width letters with that word', () => {
  const other = /(?:大きい|小さい)文字〈[全半]角〉|[全半]角〈(?:大きい|小さい)文字〉/;
  const wrong = FILES.flatMap((file) => texts(file)).filter(({ text }) => other.test(bare(text)));
  expect(wrong.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

test('the end of validity is the last day on which it can be used, and no other day', () => {
  const wrong = FILES.flatMap((file) => texts(file)).filter(({ text }) => /使える日(?!が終)/.test(bare(text)));
  expect(wrong.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

test('a phone is no 電話, but for calling', () => {
  const other = /(?:べつ|ほか|新しい|その人)の?電話|電話(?:を(?:なくし|ロック|いっしょ)|のロック|が(?:ここに|一度))/;
  const wrong = FILES.flatMap((file) => texts(file)).filter(({ text }) => other.test(bare(text)));
  expect(wrong.map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
});

test.each(FILES)('%s: counters are read as they are read', (file) => {
  const wrong = texts(file).flatMap(({ at, text }) =>
    [...text.matchAll(READING)]
      .filter((match) => (COUNTERS[match[1] ?? ''] ?? match[2]) !== match[2])
      .map((match) => `${at}: ${match[0]}`),
  );
  expect(wrong).toEqual([]);
  // A figure that stands in the text: 3分 is さんぷん. One that fills a place is read by `countedReading`.
  const minutes = texts(file).flatMap(({ at, text }) =>
    [...text.matchAll(/(\d)\{分\|([^}]+)\}/g)]
      .filter((match) => (/[013468]/.test(match[1] ?? '') ? 'ぷん' : 'ふん') !== match[2])
      .map((match) => `${at}: ${match[0]}`),
  );
  expect(minutes).toEqual([]);
});
