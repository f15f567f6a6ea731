import { expect, test } from 'vitest';
import {
  day,
  dayOfMonth,
  inGroups,
  list,
  shortDay,
  timeAfterMidnight,
  timeLeft,
  timeOfDay,
  weekday,
  type Words,
} from '../../src/i18n/format';
import { translatorOf } from './translators';

const ja = await translatorOf('ja');
const easy = await translatorOf('ja-easy');
const en = await translatorOf('en');

/** Words with their readings in brackets. */
const read = (words: Words) =>
  words
    .map((piece) => ('reading' in piece ? `${piece.text}(${piece.reading})` : 'text' in piece ? piece.text : ''))
    .join('')
    .replaceAll('\u2060', '');

test('English tells days and times in its own way', () => {
  expect(en.plain(day(en, Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('31 March 2028');
  expect(en.plain(timeOfDay(en, Date.UTC(2026, 10, 24, 6, 5)))).toBe('3:05 pm');
  expect(en.plain(timeOfDay(en, Date.UTC(2026, 10, 24, 8)))).toBe('5 pm');
  expect(list(en, ['A', 'B'])).toBe('A and B');
});

test('days are told in Japan, wherever the phone is', () => {
  expect(ja.plain(day(ja, Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('2028年3月31日');
  expect(ja.plain(day(ja, Date.UTC(2028, 2, 31, 15, 0, 0)))).toBe('2028年4月1日');
  expect(ja.plain(weekday(ja, Date.UTC(2026, 10, 24, 16)))).toBe('11月25日(水)');
  expect(list(ja, ['A', 'B', 'C'])).toBe('A、B、C');
  expect(ja.plain(shortDay(ja, Date.UTC(2026, 10, 20)))).toBe('11月20日');
});

test('times are told on a 12-hour clock', () => {
  expect(ja.plain(timeOfDay(ja, Date.UTC(2026, 10, 24, 6, 20)))).toBe('午後3時20分');
  expect(ja.plain(timeOfDay(ja, Date.UTC(2026, 10, 24, 1, 5)))).toBe('午前10時5分');
  expect(ja.plain(timeOfDay(ja, Date.UTC(2026, 10, 24, 8)))).toBe('午後5時');
});

test.each([
  [462_000, '7分42秒'],
  [461_001, '7分42秒'],
  [60_000, '1分00秒'],
  [-5_000, '0分00秒'],
])('%i milliseconds left', (left, words) => {
  expect(ja.plain(timeLeft(ja, left))).toBe(words);
});

test('a fingerprint is read in groups', () => {
  expect(inGroups('3f9a1c02b4')).toBe('3f9a 1c02 b4');
});

test.each([
  [1, '1日', '1st'],
  [2, '2日', '2nd'],
  [10, '10日', '10th'],
  [11, '11日', '11th'],
  [23, '23日', '23rd'],
])('day %i of a month', (count, japanese, english) => {
  expect(ja.plain(dayOfMonth(ja, count))).toBe(japanese);
  expect(en.plain(dayOfMonth(en, count))).toBe(english);
});

test('a time after midnight is that of Japan', () => {
  expect(ja.plain(timeAfterMidnight(ja, 90))).toBe('午前1時30分');
  expect(ja.plain(timeAfterMidnight(ja, 19 * 60))).toBe('午後7時');
});

test('every kanji of a date and a time has its reading in easy Japanese', () => {
  expect(read(day(easy, Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('2028年(ねん)3月(がつ)31日(にち)');
  expect(read(weekday(easy, Date.UTC(2026, 10, 19, 16)))).toBe('11月(がつ)20日(はつか)(金(きん))');
  expect(read(timeOfDay(easy, Date.UTC(2026, 10, 24, 6, 20)))).toBe('午後(ごご)3時(じ)20分(ぷん)');
  expect(read(timeOfDay(easy, Date.UTC(2026, 10, 24, 1, 5)))).toBe('午前(ごぜん)10時(じ)5分(ふん)');
  expect(read(timeLeft(easy, 462_000))).toBe('7分(ふん)42秒(びょう)');
  expect(read(dayOfMonth(easy, 10))).toBe('10日(とおか)');
  for (let month = 0; month < 24; month += 1) {
    for (let date = 1; date <= 31; date += 1) {
      const at = Date.UTC(2027, month, date, 3, 60 - date);
      for (const words of [day(easy, at), weekday(easy, at), timeOfDay(easy, at)]) {
        const bare = words.filter((piece) => piece.kind === 'text').map((piece) => piece.text);
        expect(bare.join('')).not.toMatch(/\p{Script=Han}/u);
      }
    }
  }
});
