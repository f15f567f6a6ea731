import { expect, test } from 'vitest';
import { diagnosisText, diagnosisWords } from '../../src/wording/diagnosis';
import { limits } from '../../gallery/views';
import { translatorOf } from './translators';

const ja = await translatorOf('ja', limits);

test('lines are told in words where there are any', () => {
  const lines = [
    { key: 'app', value: '0.1.0' },
    { key: 'screen', value: 'settings-steps' },
    { key: 'realm', value: 'practice' },
    { key: 'code', value: 'portal-unknown-page' },
    { key: 'time', value: '2026-11-24T06:20:31.5Z' },
    { key: 'certificate', value: 'dx' },
    { key: 'until', value: '2028-03-31T14:59:59Z' },
    { key: 'proof', value: 'handed-over' },
    { key: 'clock', value: '-47' },
    { key: 'never-seen', value: 'x' },
  ];
  expect(diagnosisWords(ja, lines).map(({ name, value }) => [ja.plain(name), ja.plain(value)])).toEqual([
    ['アプリ', '0.1.0'],
    ['画面', '設定でインストール'],
    ['利用状況', '練習中'],
    ['エラー番号', '330 (portal-unknown-page)'],
    ['表示された内容', 'アプリの知らない画面が出ました。'],
    ['時刻', '2026年11月24日 午後3時20分'],
    ['証明書', '介護DX証明書'],
    ['有効期限', '2028年3月31日'],
    ['動作の確認', 'スマホに渡した（未確認）'],
    ['時計のずれ', '-47分'],
    ['never-seen', 'x'],
  ]);
});

test('it is copied line by line, a skeleton below its name', () => {
  const text = diagnosisText(ja, [
    { key: 'code', value: 'portal-unknown-page' },
    { key: 'page', value: 'html\n body' },
  ]);
  expect(text).toBe(
    'エラー番号: 330 (portal-unknown-page)\n表示された内容: アプリの知らない画面が出ました。\n画面の構造:\nhtml\n body',
  );
});
