import { expect, test } from 'vitest';
import { diagnosisText, diagnosisWords } from '../../src/wording/diagnosis';
import { translatorOf } from './translators';

const ja = await translatorOf('ja');

test('lines are told in words where there are any', () => {
  const lines = [
    { key: 'app', value: '0.1.0' },
    { key: 'screen', value: 'settings-steps' },
    { key: 'realm', value: 'practice' },
    { key: 'certificate', value: 'dx' },
    { key: 'until', value: '2028-03-31T14:59:59Z' },
    { key: 'proof', value: 'handed-over' },
    { key: 'clock', value: '-47' },
    { key: 'never-seen', value: 'x' },
  ];
  expect(diagnosisWords(ja, lines).map(({ name, value }) => [ja.plain(name), ja.plain(value)])).toEqual([
    ['アプリ', '0.1.0'],
    ['画面', '設定で入れる'],
    ['使い方', '練習中'],
    ['証明書', '介護DX証明書'],
    ['使える日', '2028年3月31日まで'],
    ['たしかめ', 'スマホに渡した'],
    ['時計のちがい', '-47分'],
    ['never-seen', 'x'],
  ]);
});

test('it is copied line by line, a skeleton below its name', () => {
  const text = diagnosisText(ja, [
    { key: 'code', value: 'portal-unknown-page' },
    { key: 'page', value: 'html\n body' },
  ]);
  expect(text).toBe('番号: portal-unknown-page\n画面の形:\nhtml\n body');
});
