import { expect, test } from 'vitest';
import { passwordChecks } from '../../src/passwords/password-rules';

const rules = { minLength: 8, maxLength: 16 };

test.each([
  ['', '', { length: false, both: false, ascii: false, same: false }],
  ['sakura7', 'sakura7', { length: false, both: true, ascii: true, same: true }],
  ['sakura77', 'sakura7', { length: true, both: true, ascii: true, same: false }],
  ['sakurasakura', 'sakurasakura', { length: true, both: false, ascii: true, same: true }],
  ['1234567890', '1234567890', { length: true, both: false, ascii: true, same: true }],
  ['sakura77sakura77', 'sakura77sakura77', { length: true, both: true, ascii: true, same: true }],
  ['sakura77sakura777', 'sakura77sakura777', { length: false, both: true, ascii: true, same: true }],
  // Full-width characters are neither letters nor digits here.
  ['ｓａｋｕｒａ７７', 'ｓａｋｕｒａ７７', { length: true, both: false, ascii: false, same: true }],
  // Characters are counted, not UTF-16 units.
  ['a1𠮷𠮷𠮷𠮷', 'a1𠮷𠮷𠮷𠮷', { length: false, both: true, ascii: false, same: true }],
])('%s', (password, again, met) => {
  expect(passwordChecks(password, again, rules)).toEqual(met);
});
