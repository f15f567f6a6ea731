import { beforeEach, describe, expect, test } from 'vitest';
import { failureWords } from '../../src/wording/failure';
import { lines } from '../../src/i18n/lines';
import {
  counted,
  parseMessage,
  has,
  label,
  load,
  pieces,
  plainText,
  resolve,
  setDefaultParams,
  use,
} from '../../src/i18n/messages';

beforeEach(() => load('ja'));

describe('a message', () => {
  test('is cut at its markup', () => {
    expect(pieces('step_ios_password').map((piece) => piece.kind)).toEqual(['mark', 'text', 'text', 'text']);
    const strong = pieces('step_ios_password').filter((piece) => piece.kind === 'text' && piece.strong);
    expect(strong).toEqual([{ kind: 'text', text: '「次へ」', strong: true }]);
    expect(pieces('welcome_promise').filter((piece) => piece.kind === 'line-end')).toHaveLength(1);
  });

  test('takes parameters, and nothing for those that are not given', () => {
    expect(label('certificate_due_other', { days: 41 })).toBe('あと41日で使えなくなります。');
    expect(label('certificate_due_other')).toBe('あと日で使えなくなります。');
  });

  test('can name what stands for all of them, but what it is given comes first', () => {
    setDefaultParams(() => ({ days: 90 }));
    expect(label('certificate_due_other')).toBe('あと90日で使えなくなります。');
    expect(label('certificate_due_other', { days: 41 })).toBe('あと41日で使えなくなります。');
    setDefaultParams(() => ({}));
  });

  test('shows a parameter as it is: it is no markup', () => {
    const [piece] = pieces('certificates_unusable_text', { names: '**<b>{x}</b>**\u200b' });
    expect(piece).toEqual({ kind: 'text', text: '**<b>{x}</b>**\u200b', strong: false });
  });

  test('breaks between phrases where it is drawn, and never in names', () => {
    expect(pieces('verify_again')).toEqual([{ kind: 'text', text: 'もう一度\u200bたしかめる', strong: false }]);
    expect(label('verify_again')).toBe('もう一度たしかめる');
    expect(label('step_ios_passcode')).toBe('電話のロック番号を入れます。');
  });

  test('has its lines one by one for drawings', () => {
    expect(lines('system_android_name_title')).toEqual(['この証明書の名前を', '指定してください']);
    expect(lines('system_ok')).toEqual(['OK']);
  });

  test('for Rust only is not in the UI', () => {
    expect(has('native_page_title')).toBe(false);
    expect(has('app_name')).toBe(true);
    expect(has('toString')).toBe(false);
  });
});

test('plural forms follow the language, and fall back', () => {
  expect(counted('home_headline_due', 1)).toBe('home_headline_due_other');
  const both = { home_headline_due_one: 'one', home_headline_due_other: 'other' };
  use('en', both as never);
  expect(counted('home_headline_due', 1)).toBe('home_headline_due_one');
  expect(counted('home_headline_due', 2)).toBe('home_headline_due_other');
});

describe('a reading', () => {
  const source = '**{証明書|しょうめいしょ}**を{name}';

  test('is a piece of its own, and never a parameter', () => {
    expect(parseMessage(source, { name: '{漢|かん}' })).toEqual([
      { kind: 'reading', text: '証明書', reading: 'しょうめいしょ', strong: true },
      { kind: 'text', text: 'を{漢|かん}', strong: false },
    ]);
  });

  test('is not in names', () => {
    expect(plainText(source)).toBe('証明書を');
  });
});

describe('the language', () => {
  test.each([
    ['en', ['ja'], 'en'],
    [null, ['en-US', 'ja-JP'], 'en'],
    [null, ['ja-JP', 'en'], 'ja'],
    [null, ['vi-VN', 'en-GB'], 'en'],
    [null, ['vi-VN'], 'ja'],
    ['vi', ['en'], 'ja'],
    [null, [], 'ja'],
  ])('%s on a phone in %j is %s', (chosen, system, expected) => {
    expect(resolve(chosen, system)).toBe(expected);
  });

  test('as much as the first picture needs can come first', async () => {
    await load('ja', 'first');
    expect(has('welcome_headline')).toBe(true);
    expect(has('help_desk_call')).toBe(false);
    await load('ja');
    expect(has('help_desk_call')).toBe(true);
  });
});

test('a failure without words is said in general ones', () => {
  expect(failureWords({ code: 'portal-offline', cause: 'network', params: {}, retryable: true }).what).toBe(
    'failure_portal-offline_what',
  );
  expect(failureWords({ code: 'never-seen', cause: 'internal', params: {}, retryable: true })).toEqual({
    what: 'failure_internal_what',
    kept: 'failure_internal_kept',
    todo: 'failure_internal_todo',
    params: {},
  });
});

test('a language without a catalogue is refused', async () => {
  await expect(load('xx' as 'ja')).rejects.toThrow('xx');
});
