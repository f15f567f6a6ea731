import { expect, test } from 'vitest';
import { limits } from '../../gallery/views';
import { loginPasswordDoubt } from '../../src/passwords/login-password';

const places = (password: string) =>
  loginPasswordDoubt(password, limits)?.passwordHints.map(({ at, code }) => `${at} ${code}`);

test.each(['Renshu2026', 'sakura77', 'O0l1I-#%&aB3dE5g', 'sakura 77'])('nothing is said of %s', (password) => {
  expect(loginPasswordDoubt(password, limits)).toBeNull();
});

test('letters of full width and blanks at the ends are said by their places', () => {
  expect(places('Ｒenshu2026')).toEqual(['0 full-width']);
  expect(places('Renshu2026 ')).toEqual(['10 space']);
  expect(places(' さkura77\u3000')).toEqual(['0 space', '1 full-width', '8 space']);
  expect(places('𠮷enshu2026')).toEqual(['0 full-width']);
  expect(places('        ')).toHaveLength(8);
  expect(places('sakura\u{200b}77')).toEqual(['6 space']);
  expect(places('\u{202a}sakura77\u{200b}')).toEqual(['0 space', '9 space']);
});

test('a length that no password has had is said', () => {
  expect(loginPasswordDoubt('sakura7', limits)).toEqual({ passwordHints: [], length: 'too-short', count: 7 });
  expect(loginPasswordDoubt('sakura77sakura77x', limits)).toEqual({ passwordHints: [], length: 'too-long', count: 17 });
});
