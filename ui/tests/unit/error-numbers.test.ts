// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FAILURE_CODES } from '../../src/wording/codes';
import { errorNumber } from '../../src/wording/error-number';
import numbers from '../../src/wording/error-numbers.json';

const docs = readFileSync(fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)), 'utf8');

test('every code has a number of three digits of its own, and no number is without a code', () => {
  expect(Object.keys(numbers).toSorted()).toEqual([...FAILURE_CODES].toSorted());
  const given = Object.values(numbers);
  expect(new Set(given).size).toBe(given.length);
  expect(given.filter((number) => !Number.isInteger(number) || number < 101 || number > 999)).toEqual([]);
});

test('docs/errors.md has the same table', () => {
  const rows = [...docs.matchAll(/^\| (\d{3}) \| `([^`]+)` \|/gm)].map(([, number, code]) => [code, Number(number)]);
  expect(Object.fromEntries(rows)).toEqual(numbers);
  expect(rows).toHaveLength(Object.keys(numbers).length);
});

test('numbers that were published stay what they were', () => {
  expect([errorNumber('internal'), errorNumber('certificate-wrong-password'), errorNumber('portal-locked')]).toEqual([
    '104',
    '219',
    '308',
  ]);
  expect(errorNumber('made-up')).toBe('made-up');
});
