import { describe, expect, test } from 'vitest';
import { resolveLanguage } from '../../src/i18n/catalogue';
import { lines } from '../../src/i18n/lines';
import { message, messageWith, parseMessage } from '../../src/i18n/messages';
import { CatalogueTranslator } from '../../src/i18n/translator';
import { failureWords } from '../../src/wording/failure';
import { limits } from '../../gallery/views';
import { translatorOf } from './translators';

const ja = await translatorOf('ja');

describe('a message', () => {
  test('is cut at its markup', () => {
    expect(ja.pieces('step_ios_password').map((piece) => piece.kind)).toEqual(['mark', 'text', 'text', 'text']);
    const strong = ja.pieces('step_ios_password').filter((piece) => piece.kind === 'text' && piece.strong);
    expect(strong).toEqual([{ kind: 'text', text: '「次へ」', strong: true }]);
    expect(ja.pieces('welcome_promise_client').filter((piece) => piece.kind === 'line-end')).toHaveLength(1);
  });

  test('takes parameters, and nothing for those that do not come', () => {
    expect(ja.label(message('certificate_due', { count: 41 }))).toBe('有効期限まであと41日です。');
    expect(ja.label(messageWith('certificate_due', {}))).toBe('有効期限まであと日です。');
  });

  test('can name the app\u2019s limits, but what it is given comes first', async () => {
    const dues = { certificate_due: 'あと{dueDays}日' };
    const translator = new CatalogueTranslator('ja', dues, () => ({ limits, platform: 'android' }));
    expect(translator.label(messageWith('certificate_due', {}))).toBe('あと90日');
    expect(translator.label(messageWith('certificate_due', { dueDays: 41 }))).toBe('あと41日');
  });

  test('shows a parameter as it is: it is no markup', () => {
    const [piece] = ja.pieces(message('certificates_unusable_text', { names: '**<b>{x}</b>**\u200b' }));
    expect(piece).toEqual({ kind: 'text', text: '**<b>{x}</b>**\u200b', strong: false });
  });

  test('breaks between phrases where it is drawn, and never in names', () => {
    expect(ja.pieces('verify_again')).toEqual([{ kind: 'text', text: 'もう一度\u200b確認する', strong: false }]);
    expect(ja.label('verify_again')).toBe('もう一度確認する');
    expect(ja.label('step_ios_passcode')).toBe('画面ロックのパスコードを入力します。');
  });

  test('has its lines one by one for drawings', () => {
    expect(lines(ja, 'system_android_name_title')).toEqual(['この証明書の名前を', '指定してください']);
    expect(lines(ja, 'system_ok')).toEqual(['OK']);
  });

  test('is found by a key from outside, and Rust\u2019s own are not in the UI', () => {
    expect(ja.find('app_name')).toMatchObject({ key: 'app_name' });
    expect(ja.find('page_title')).toBeUndefined();
    expect(ja.find('toString')).toBeUndefined();
  });
});

describe('a message that counts', () => {
  test('takes the form that its language has for so many', () => {
    const translator = new CatalogueTranslator('en', { home_headline_due: { one: 'one', other: '{count} others' } });
    expect(translator.label(message('home_headline_due', { count: 1 }))).toBe('one');
    expect(translator.label(message('home_headline_due', { count: 2 }))).toBe('2 others');
    const japanese = new CatalogueTranslator('ja', { home_headline_due: { one: 'never', other: '{count}' } });
    expect(japanese.label(message('home_headline_due', { count: 1 }))).toBe('1');
  });

  test('takes the form for the so-manieth, and `other` where its language has no words for a form', () => {
    const forms = { one: '{nth}st', two: '{nth}nd', other: '{nth}th' };
    const translator = new CatalogueTranslator('en', { month_day: forms });
    const said = [1, 2, 3, 11, 22].map((nth) => translator.label(message('month_day', { nth })));
    expect(said).toEqual(['1st', '2nd', '3th', '11th', '22nd']);
  });
});

describe('a reading', () => {
  const source = '**{証明書|しょうめいしょ}**を{name}';

  test('is a piece of its own, and never a parameter', () => {
    expect(parseMessage(source, (name) => (name === 'name' ? '{漢|かん}' : undefined))).toEqual([
      { kind: 'reading', text: '証明書', reading: 'しょうめいしょ', strong: true },
      { kind: 'text', text: 'を{漢|かん}', strong: false },
    ]);
  });

  test.each([
    ['{n}{分|ふん}', '3', '3', '分', 'ぷん'],
    ['{n}\u2060{分|ふん}', '8', '8\u2060', '分', 'ぷん'],
    ['{n}{分|ぷん}', '5', '5', '分', 'ふん'],
    ['{n}{日|にち}', '41', '41', '日', 'にち'],
    ['{n}{日|にち}', '1', '1', '日', 'にち'],
    ['{n}{回|かい}', '3', '3', '回', 'かい'],
  ])('of a counter goes by its number: %s, %s', (counter, number, before, unit, reading) => {
    expect(parseMessage(counter, () => number)).toEqual([
      { kind: 'text', text: before, strong: false },
      { kind: 'reading', text: unit, reading, strong: false },
    ]);
  });

  test('of a few days is one with their number', () => {
    expect(parseMessage('あと{n}{日|にち}です', () => '3')).toEqual([
      { kind: 'text', text: 'あと', strong: false },
      { kind: 'reading', text: '3日', reading: 'みっか', strong: false },
      { kind: 'text', text: 'です', strong: false },
    ]);
  });

  test('is not in names', () => {
    expect(ja.plain(ja.parse(source))).toBe('証明書を');
  });
});

test.each([
  ['en', ['ja'], 'en'],
  [null, ['en-US', 'ja-JP'], 'en'],
  [null, ['ja-JP', 'en'], 'ja'],
  [null, ['vi-VN', 'en-GB'], 'en'],
  [null, ['vi-VN'], 'ja'],
  ['vi', ['en'], 'ja'],
  [null, [], 'ja'],
])('%s on a phone in %j is %s', (chosen, system, expected) => {
  expect(resolveLanguage(chosen, system)).toBe(expected);
});

test('a failure without words is said in general ones', () => {
  const what = (code: string) => failureWords(ja, { code, cause: 'internal', params: {}, retryable: true }).what;
  expect(what('portal-offline')).toMatchObject({ key: 'failure_portal-offline_what' });
  expect(what('never-seen')).toMatchObject({ key: 'failure_internal_what' });
});

test('a language without a catalogue is refused', async () => {
  await expect(translatorOf('xx' as 'ja')).rejects.toThrow('xx');
});
