import { beforeAll, expect, test } from 'vitest';
import { day, inGroups, list, shortDay, timeLeft, timeOfDay, weekday } from '../../src/lib/format';
import { load } from '../../src/lib/messages';

beforeAll(() => load('ja'));

test('English tells days and times in its own way', async () => {
  await load('en');
  expect(day(Date.UTC(2028, 2, 31, 14, 59, 59))).toBe('31 March 2028');
  expect(timeOfDay(Date.UTC(2026, 10, 24, 6, 5))).toBe('3:05 pm');
  expect(timeOfDay(Date.UTC(2026, 10, 24, 8))).toBe('5 pm');
  expect(list(['A', 'B'])).toBe('A and B');
  await load('ja');
});

test('days are told in Japan, wherever the phone is', () => {
  expect(day(Date.UTC(2028, 2, 31, 14, 59, 59))).toBe('2028年3月31日');
  expect(day(Date.UTC(2028, 2, 31, 15, 0, 0))).toBe('2028年4月1日');
  expect(weekday(Date.UTC(2026, 10, 24, 16))).toBe('11月25日(水)');
  expect(list(['A', 'B', 'C'])).toBe('A、B、C');
  expect(shortDay(Date.UTC(2026, 10, 20))).toBe('11月20日');
});

test('times are told on a 12-hour clock', () => {
  expect(timeOfDay(Date.UTC(2026, 10, 24, 6, 20))).toBe('午後3時20分');
  expect(timeOfDay(Date.UTC(2026, 10, 24, 1, 5))).toBe('午前10時5分');
  expect(timeOfDay(Date.UTC(2026, 10, 24, 8))).toBe('午後5時');
});

test.each([
  [462_000, '7分42秒'],
  [461_001, '7分42秒'],
  [60_000, '1分00秒'],
  [-5_000, '0分00秒'],
])('%i milliseconds left', (left, words) => {
  expect(timeLeft(left)).toBe(words);
});

test('a fingerprint is read in groups', () => {
  expect(inGroups('3f9a1c02b4')).toBe('3f9a 1c02 b4');
});
