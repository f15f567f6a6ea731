import { expect, test } from 'vitest';
import { parseMessage } from '../../src/i18n/messages';
import { haveSeams, phrases } from '../../src/i18n/phrases';

const pieces = (source: string) => parseMessage(source, () => undefined);

/** Phrases as words, those that may not be broken in brackets. */
const told = (source: string) =>
  phrases(pieces(source)).map(({ pieces: found, whole }) => {
    const words = found.map((piece) => ('text' in piece ? piece.text : `<${piece.kind}>`)).join('');
    return whole ? `[${words}]` : words;
  });

test('a word with a reading stays with its particle', () => {
  expect(told('{証明書|しょうめいしょ}を、\u200bこのスマホに\u200b{入|い}れます。')).toEqual([
    '[証明書を、]',
    '\u200b',
    'このスマホに',
    '\u200b',
    '[入れます。]',
  ]);
});

test('what is strong, a line end and a mark keep their places', () => {
  expect(told('**「{許可|きょか}」**を\n{mark:login}を{入|い}れます。')).toEqual([
    '[「許可」を]',
    '<line-end>',
    '<mark>',
    '[を入れます。]',
  ]);
});

test('a long phrase may break, and words without readings need nothing', () => {
  expect(told('{介護保険|かいごほけん}{証明書|しょうめいしょ}です。から')).toEqual(['介護保険証明書です。から']);
  expect(told('もどる')).toEqual(['もどる']);
});

test('a phrase with seams goes to the next line as a whole, and breaks at them where it is longer than one', () => {
  const [phrase, , rest] = phrases(pieces('まだ\u2063インストール\u2063されて\u200bいません。'));
  expect(phrase).toMatchObject({ seamed: true, pieces: [{ text: 'まだ\u200bインストール\u200bされて' }] });
  expect(rest).toMatchObject({ seamed: false });
  expect(haveSeams(pieces('まだ\u200bです。'))).toBe(false);
});

test('nothing is lost', () => {
  const source = 'a{漢|かん}\u2060b\u200bc {字|じ}d\ne';
  const whole = phrases(pieces(source)).flatMap((phrase) => phrase.pieces);
  const text = (found: readonly object[]) => found.map((piece) => ('text' in piece ? piece.text : '|')).join('');
  expect(text(whole)).toBe(text(pieces(source)));
});
