// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PARTICLES, POINTERS, withLineBreaks, withTermBreaks } from '../../build/line-breaks.ts';

/** The message with its breaks made visible: `/` may break, `|` may where the phrase is longer than a line, `+` must not. */
const shown = (message: string) =>
  withLineBreaks(message)
    .replace(/\u200b/g, '/')
    .replace(/\u2063/g, '|')
    .replace(/\u2060/g, '+');

test.each([
  ['証明書は、まだ発行されていません。', '証明書は、/まだ/発行|されていません。'],
  ['電子請求受付システムにログインします。', '電子請求|受付システムに/ログイン|します。'],
  // A particle stays with the label before it, a short label stays whole.
  ['右上の**「インストール」**を押します。', '右上の/**「インストール」**+を/押します。'],
  ['つぎに**「閉じる」**を押します。', 'つぎに/**「閉じる」**+を/押します。'],
  [
    '「設定」をひらき、**「ダウンロード済みのプロファイル」**を押します。',
    '「設定」+を/ひらき、/**「ダウンロード|済みの/プロファイル」**+を/押します。',
  ],
  // Words in hiragana that the parser cuts.
  ['もう一度たしかめる', 'もう一度/たしかめる'],
  ['「閉じる」を押して、このアプリにもどってください。', '「閉じる」+を/押して、/このアプリに/もどってください。'],
  ['2つのちがいを見る', '2つの/ちがいを/見る'],
  // Hints of the catalogue.
  ['手紙の証明書の~パスワードを入れてください。', '手紙の/証明書のパスワードを/入れてください。'],
  ['電子^請求', '電子/請求'],
  // Words that the parser cuts, and phrases that are longer than a narrow line.
  ['{tries}回間違えると、再起動します。', '{tries}回/間違えると、/再起動します。'],
  ['明るい場所で、ふりがなを見ます。', '明るい/場所で、/ふりがなを/見ます。'],
  ['名前があれば、インストール済みです。', '名前が/あれば、/インストール|済みです。'],
  ['まだインストールされていません。', 'まだ/インストール|されていません。'],
  // A word and its reading are one word of what is seen.
  ['{証明書|しょうめいしょ}をダウンロードします。', '{証明書|しょうめいしょ}+を/ダウンロード|します。'],
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

/** All strings of a file that are words, by where they stand. */
function sentences(name: string): [where: string, source: string][] {
  const found: [string, string][] = [];
  const walk = (value: unknown, where: string): void => {
    if (typeof value === 'string') found.push([where, value]);
    else if (typeof value === 'object' && value !== null)
      for (const [member, each] of Object.entries(value)) walk(each, `${where} ${member}`);
  };
  walk(JSON.parse(readFileSync(new URL(`../../${name}.json`, import.meta.url), 'utf8')), name);
  return found.filter(([, text]) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text));
}

/** The lines of a sentence if it broke wherever it may, with a number for what is filled in. */
const linesOf = (source: string) =>
  withLineBreaks(source)
    .replace(/\{([^|{}]+)\|[^{}]*\}/g, '$1')
    .replace(/\{mark:\w+\}/g, '印')
    .replace(/\{\w+\}/g, '8')
    .replace(/\*\*|\u2060/g, '')
    .split(/[\u200b\u2063\n]/);

const FILES = ['ja', 'ja-easy'].flatMap((language) => [
  `messages/${language}/first`,
  `messages/${language}/rest`,
  `src/guide/content/${language}`,
  `src/guide/content/troubleshooting.${language}`,
]);

test.each([
  [
    'ends on a word that points at the next one',
    (line: string) => new RegExp(`(?:${POINTERS.source})$`, 'u').test(line),
  ],
  ['ends on an opening bracket', (line: string) => /[「『（〈]$/.test(line)],
  ['begins with a closing bracket or a mark', (line: string) => /^[」』）〉、。]/.test(line)],
  [
    'begins with a particle',
    (line: string) => new RegExp(`^(?:${PARTICLES.source})`, 'u').test(line.replace(/^[\s]+/, '')),
  ],
  [
    'parts a number from what it counts',
    (line: string, before: string) =>
      /\d$/.test(before) && /^(?:年|か月|月|日|時|分|秒|回|件|枚|つ|文字|桁|番|人|台)/.test(line),
  ],
] as const)('no line of any sentence %s', (_, isWrong) => {
  const wrong = FILES.flatMap(sentences).flatMap(([where, source]) => {
    // The first line of a sentence may be what is named.
    const lines = source.split('\n').flatMap((line) => {
      const parts = linesOf(line);
      return parts.filter(
        (part, index) => isWrong(part, parts[index - 1] ?? '') && (index > 0 || /[「『（〈]$/.test(part)),
      );
    });
    return lines.length > 0 ? [`${where}: ${lines.join(' / ')}`] : [];
  });
  expect(wrong).toEqual([]);
});

test('a date and a time stay whole', () => {
  expect(shown('2028年11月29日まで使えます。')).toMatch(/^2028年11月29日まで\//);
  expect(shown('午後3時20分ごろに終わります。')).toMatch(/^午後3時20分ごろに?\//);
});

/** Words that a noun or verb written in kanji may follow in a new line. */
const BEFORE_A_WORD = /(?:一度|何度|一番|以前|以上|[件分回秒円])$/u;
/** Words in hiragana that may begin a line after one. */
const A_WORD = /^(?:かもしれ|そのもの)/u;
const LETTERS = [/\p{Script=Han}/u, /\p{Script=Katakana}|ー/u] as const;

test('no line ends inside a word where the phrase could go on in the next line', () => {
  const japanese = FILES.filter((name) => /\bja(?:\/|$)/.test(name) || name.endsWith('.ja'));
  const wrong = japanese.flatMap(sentences).flatMap(([where, source]) =>
    source.split('\n').flatMap((line) => {
      // `^` is a place that was chosen.
      const phrases = withLineBreaks(line.replaceAll('^', ''))
        .replace(/\{\w+(?::\w+)?\}/g, '8')
        .replace(/\*\*|[\u2060\u2063]/g, '')
        .split('\u200b');
      return phrases.slice(1).flatMap((phrase, index) => {
        const before = phrases[index] ?? '';
        const [left, right] = [before.at(-1) ?? '', phrase.charAt(0)];
        const solid =
          LETTERS.some((letters) => letters.test(left)) && !BEFORE_A_WORD.test(before) && !A_WORD.test(phrase);
        const cut = solid && (/\p{Script=Hiragana}/u.test(right) || LETTERS.some((letters) => letters.test(right)));
        const lone = /^\p{Script=Hiragana}[。、]?$/u.test(phrase);
        return cut || lone ? [`${where}: ${before}/${phrase}`] : [];
      });
    }),
  );
  expect(wrong).toEqual([]);
});
