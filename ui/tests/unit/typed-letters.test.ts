import { expect, test } from 'vitest';
import { oddRows, typedLetters } from '../../src/passwords/typed-letters';

test('odd characters are marked where they stand', () => {
  const letters = typedLetters('aB3dE5gHO ', [
    { at: 8, code: 'letter-o' },
    { at: 9, code: 'space' },
  ]);
  expect(letters.map((letter) => letter.shown).join('')).toBe('aB3dE5gHO␣');
  expect(letters.flatMap((letter, at) => (letter.odd ? [at] : []))).toEqual([8, 9]);
});

test('what is copied along and not seen at all stands there as a blank', () => {
  const letters = typedLetters('\u{202a}a\u{ad}b\u{200b}', []);
  expect(letters.map((letter) => letter.shown).join('')).toBe('␣a␣b␣');
});

test('positions count characters, not UTF-16 units', () => {
  const letters = typedLetters('𠮷Ａb', [{ at: 1, code: 'full-width' }]);
  expect(letters).toEqual([
    { shown: '𠮷', odd: false },
    { shown: 'Ａ', odd: true },
    { shown: 'b', odd: false },
  ]);
});

test('a blank at the beginning and one at the end are said apart', () => {
  const rows = oddRows(' a ', [
    { at: 0, code: 'space' },
    { at: 2, code: 'space' },
  ]);
  expect(rows.map((row) => row.code)).toEqual(['space_first', 'space']);
});

test('blanks are said by where they stand, however many there are', () => {
  const codes = (value: string, places: readonly number[]) =>
    oddRows(
      value,
      places.map((at) => ({ at, code: 'space' })),
    ).map((row) => row.code);
  expect(codes('  ab', [0, 1])).toEqual(['space_first']);
  expect(codes('ab \u{200b}', [2, 3])).toEqual(['space']);
  expect(codes('a\u{200b}b', [1])).toEqual(['space_inside']);
  expect(codes('\u{200b}a\u{200b}b\u{200b}', [0, 2, 4])).toEqual(['space_first', 'space_inside', 'space']);
});

test('the same character is explained once, a position outside is left out', () => {
  expect(
    oddRows('O0O', [
      { at: 0, code: 'letter-o' },
      { at: 1, code: 'digit-zero' },
      { at: 2, code: 'letter-o' },
      { at: 7, code: 'space' },
    ]),
  ).toEqual([
    { at: 0, shown: 'O', code: 'letter-o' },
    { at: 1, shown: '0', code: 'digit-zero' },
  ]);
});
