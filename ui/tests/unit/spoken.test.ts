import { beforeEach, expect, test } from 'vitest';
import { sentences, spoken } from '../../src/i18n/spoken';

beforeEach(() => {
  // jsdom lays nothing out.
  Element.prototype.checkVisibility = function () {
    return !this.closest('[hidden], details:not([open]) > :not(summary)');
  };
});

function page(html: string): HTMLElement {
  const main = document.createElement('main');
  main.innerHTML = html;
  return main;
}

test('readings and break marks are not said', () => {
  expect(spoken(page('<ruby>証明書<rt>しょうめいしょ</rt></ruby>を\u200b入れます。'))).toBe('証明書を入れます。');
});

test('a page is said part by part, what is hidden is not', () => {
  const main = page(
    '<h1>設定</h1><p>はじめ</p><p hidden>ない</p><ul><li>ひとつ</li><li><p>ふたつ</p></li></ul>' +
      '<details><summary>くわしく</summary><p>なか</p></details><button>つぎへ</button>',
  );
  expect(sentences(main)).toEqual(['設定', 'はじめ', 'ひとつ', 'ふたつ', 'くわしく', 'つぎへ']);
});

test('secrets, codes and what was typed are never said', () => {
  const main = page(
    '<p>番号<code>hand-off-expired</code></p><p><output>aB3dE5gH</output></p><ol class="letters"><li>a</li></ol>' +
      '<dl class="given"><dd><code>Rensyu-2026</code></dd></dl><label>入れる<input value="aB3dE5gH"></label>',
  );
  expect(sentences(main)).toEqual(['番号', '入れる']);
});
