import { beforeAll, expect, test } from 'vitest';
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
import { load, plain } from '../../src/i18n/messages';

beforeAll(() => load('ja'));

/** Words with their readings in brackets. */
const read = (words: Words) =>
  words
    .map((piece) => ('reading' in piece ? `${piece.text}(${piece.reading})` : 'text' in piece ? piece.text : ''))
    .join('')
    .replaceAll('\u2060', '');

test('English tells days and times in its own way', async () => {
  await load('en');
  expect(plain(day(Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('31 March 2028');
  expect(plain(timeOfDay(Date.UTC(2026, 10, 24, 6, 5)))).toBe('3:05 pm');
  expect(plain(timeOfDay(Date.UTC(2026, 10, 24, 8)))).toBe('5 pm');
  expect(list(['A', 'B'])).toBe('A and B');
  await load('ja');
});

test('days are told in Japan, wherever the phone is', () => {
  expect(plain(day(Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('2028年3月31日');
  expect(plain(day(Date.UTC(2028, 2, 31, 15, 0, 0)))).toBe('2028年4月1日');
  expect(plain(weekday(Date.UTC(2026, 10, 24, 16)))).toBe('11月25日(水)');
  expect(list(['A', 'B', 'C'])).toBe('A、B、C');
  expect(plain(shortDay(Date.UTC(2026, 10, 20)))).toBe('11月20日');
});

test('times are told on a 12-hour clock', () => {
  expect(plain(timeOfDay(Date.UTC(2026, 10, 24, 6, 20)))).toBe('午後3時20分');
  expect(plain(timeOfDay(Date.UTC(2026, 10, 24, 1, 5)))).toBe('午前10時5分');
  expect(plain(timeOfDay(Date.UTC(2026, 10, 24, 8)))).toBe('午後5時');
});

test.each([
  [462_000, '7分42秒'],
  [461_001, '7分42秒'],
  [60_000, '1分00秒'],
  [-5_000, '0分00秒'],
])('%i milliseconds left', (left, words) => {
  expect(plain(timeLeft(left))).toBe(words);
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
])('day %i of a month', async (count, japanese, english) => {
  expect(plain(dayOfMonth(count))).toBe(japanese);
  await load('en');
  expect(plain(dayOfMonth(count))).toBe(english);
  await load('ja');
});

test('a time after midnight is that of Japan', () => {
  expect(plain(timeAfterMidnight(90))).toBe('午前1時30分');
  expect(plain(timeAfterMidnight(19 * 60))).toBe('午後7時');
});

test('every kanji of a date and a time has its reading in easy Japanese', async () => {
  await load('ja-easy');
  expect(read(day(Date.UTC(2028, 2, 31, 14, 59, 59)))).toBe('2028年(ねん)3月(がつ)31日(にち)');
  expect(read(weekday(Date.UTC(2026, 10, 19, 16)))).toBe('11月(がつ)20日(はつか)(金(きん))');
  expect(read(timeOfDay(Date.UTC(2026, 10, 24, 6, 20)))).toBe('午後(ごご)3時(じ)20分(ぷん)');
  expect(read(timeOfDay(Date.UTC(2026, 10, 24, 1, 5)))).toBe('午前(ごぜん)10時(じ)5分(ふん)');
  expect(read(timeLeft(462_000))).toBe('7分(ふん)42秒(びょう)');
  expect(read(dayOfMonth(10))).toBe('10日(とおか)');
  for (let month = 0; month < 24; month += 1) {
    for (let date = 1; date <= 31; date += 1) {
      const at = Date.UTC(2027, month, date, 3, 60 - date);
      for (const words of [day(at), weekday(at), timeOfDay(at)]) {
        const bare = words.filter((piece) => piece.kind === 'text').map((piece) => piece.text);
        expect(bare.join('')).not.toMatch(/\p{Script=Han}/u);
      }
    }
  }
  await load('ja');
});
