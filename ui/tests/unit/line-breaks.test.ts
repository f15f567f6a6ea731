// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { POINTERS, withLineBreaks, withTermBreaks } from '../../build/line-breaks.ts';

/** The message with its breaks made visible: `/` may break, `+` must not. */
const shown = (message: string) =>
  withLineBreaks(message)
    .replace(/\u200b/g, '/')
    .replace(/\u2060/g, '+');

test.each([
  ['証明書は、まだ発行されていません。', '証明書は、/まだ/発行/されていません。'],
  ['電子請求受付システムにログインします。', '電子請求/受付システムに/ログインします。'],
  // A particle stays with the label before it, a short label stays whole.
  ['右上の**「インストール」**を押します。', '右上の/**「インストール」**+を/押します。'],
  ['つぎに**「閉じる」**を押します。', 'つぎに/**「閉じる」**+を/押します。'],
  [
    '「設定」をひらき、**「ダウンロード済みのプロファイル」**を押します。',
    '「設定」+を/ひらき、/**「ダウンロード済みの/プロファイル」**+を/押します。',
  ],
  // Words in hiragana that the parser cuts.
  ['もう一度たしかめる', 'もう一度/たしかめる'],
  ['「閉じる」を押して、このアプリにもどってください。', '「閉じる」+を/押して、/このアプリに/もどってください。'],
  ['2つのちがいを見る', '2つの/ちがいを/見る'],
  // Hints of the catalogue.
  ['手紙の証明書の~パスワードを入れてください。', '手紙の/証明書のパスワードを/入れてください。'],
  ['電子^請求', '電子/請求'],
  // A word and its reading are one word of what is seen.
  ['{証明書|しょうめいしょ}をダウンロードします。', '{証明書|しょうめいしょ}+を/ダウンロードします。'],
  ['{午前|ごぜん}10{時|じ}から{午後|ごご}7{時|じ}まで', '{午前|ごぜん}+10+{時|じ}+から/{午後|ごご}+7+{時|じ}+まで'],
  // Placeholders are one word; lines are kept.
  ['あと{days}日で使えなくなります。', 'あと/{days}日で/使えなくなります。'],
  ['{mark:lock}を入れます。', '{mark:lock}を/入れます。'],
  ['一行め\n二行め', '一行め\n二行め'],
])('%s', (message, expected) => {
  expect(shown(message)).toBe(expected);
});

test('a long Japanese term in English words may break between its phrases, a short one stays whole', () => {
  expect(withTermBreaks('Tap **“Profile Downloaded (ダウンロード済みのプロファイル)”**, then “Close (閉じる)”.')).toBe(
    'Tap **“Profile Downloaded (ダウンロード済みの\u200bプロファイル)”**, then “Close (閉じる)”.',
  );
});

test('no line of any sentence ends on a word that points at the next, or parts a bracket from its words', () => {
  const atEnd = new RegExp(`(?:${POINTERS.source})$`, 'u');
  const wrong = ['ja/first', 'ja/rest', 'ja-easy/first', 'ja-easy/rest']
    .map((name) => readFileSync(new URL(`../../messages/${name}.json`, import.meta.url), 'utf8'))
    .flatMap((catalogue) => Object.entries(JSON.parse(catalogue) as Record<string, string>))
    .flatMap(([key, source]) => {
      const lines = withLineBreaks(source)
        .replace(/\{([^|{}]+)\|[^{}]*\}/g, '$1')
        .replace(/\*\*|\u2060/g, '')
        .split(/\u200b/);
      const ends = lines.slice(0, -1).some((line) => atEnd.test(line) || /[「『（〈]$/.test(line));
      return ends || lines.slice(1).some((line) => /^[」』）〉、。]/.test(line)) ? [`${key}: ${lines.join('/')}`] : [];
    });
  expect(wrong).toEqual([]);
});
