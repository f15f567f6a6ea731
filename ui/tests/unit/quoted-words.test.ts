// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Guide, Symptom } from '../../src/guide/content.ts';
import { readCatalogue, textsOf } from './catalogues';

/*
 * A word in 「」 is another's: a screen's of the phone (`system_…`, one key for sentences, drawings and guide), a button's or a
 * sentence's of this app, a page's of the guide, or one of those below. A quotation that is nowhere fails, so that a key and the
 * sentences that quote it change together.
 */

/** The portal's and the letter's words, and the manual's. */
const PORTAL = `お知らせ お知らせ画面を開く ユーザID パスワード パスワード等を紛失した方はこちら モバイル窓口 発行済み 再発行する
  発行申請を行う前に 介護DX証明書の発行申請をする 介護DX証明書をダウンロード・インストールする 証明書をダウンロード・インストールする
  利用規約に同意して送信 利用規約をダウンロード 見積書を作成する 証明書発行完了通知 証明書発行用パスワード再発行通知
  証明書発行手数料の残高があるため、発行申請ができません 証明書発行用パスワードとは？ 通知書を紛失してしまった 問い合わせ票
  “ID証明書”のパスワード プロフィール VPNとアプリユーザ証明書 証明書抽出用パスワード CarePlanJigyousho KaigoJigyousho e-seikyu_CA
  セットアップ手順書_電子証明書編 セットアップ手順書（電子請求受付システムユーザID・パスワード）`;

/** Words of Windows that the manual quotes. */
const WINDOWS = `はい コンテンツ 個人 インターネットオプション 現在のユーザー すべての拡張プロパティを含める
  証明書の種類に基づいて、自動的に証明書ストアを選択する 正しくインポートされました`;

/** What a phone shows on screens that nobody draws here, or a part of what it shows. */
const PHONE = `Safari Wi-Fi WebView Files SHA-256 PIN パターン パスコード カメラ 権限 更新 追加 探す デバイスを探す モバイル通信 自動 自動設定
  Face_ID（Touch_ID）とパスコード デフォルトのアプリ プロファイル プロファイルを削除 ダウンロード済み 安全ではありません
  安全ではない接続の警告 セキュリティ遅延 セキュリティとプライバシー その他のセキュリティとプライバシー 認証情報
  証明書を抽出するためのパスワード`;

/** Names of files and certificates, what is searched for, and what is said to somebody. */
const SAID = `.pfx kaigo-dx- kaigo-hoken- renshu 練習 削除した 構成プロファイルをインストールしたい 証明書をインストールしたい
  *.e-seikyuu.jp（ポート443）への接続を許可してほしい 証明書のファイルではありませんでした ファイルを受け取れませんでした
  資格の確認には使えないとされる`;

/** The same in easy Japanese, and what of the portal's and the phone's words stands there in part or alone. */
const EASY = `設定で見た 消した .p12 構成プロファイルを入れたい 証明書を入れたい *.e-seikyuu.jp（443）につなぎたい
  証明書のファイルではありません ちがいます いっぱい 資格確認に使えない 管理されています 終了 お問い合わせ
  証明書発行手数料の残高があるため 自動的に証明書ストアを選択する`;

const words = (list: string) => list.split(/\s+/).map((word) => word.replaceAll('_', ' '));
const OTHERS = [PORTAL, WINDOWS, PHONE, SAID].flatMap(words);

const json = (name: string) =>
  JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../src/guide/content/${name}.json`, import.meta.url)), 'utf8'),
  ) as unknown;
const plain = (text: string) => text.replace(/\{([^{}|]+)\|[^{}]+\}/g, '$1').replace(/\*\*|[\^~\n]/g, '');

interface Text {
  at: string;
  text: string;
}

/** All that the app says in one of its two Japanese languages: whole texts, and the sentences that may quote them. */
function read(language: 'ja' | 'ja-easy'): { whole: Set<string>; quoted: { at: string; word: string }[] } {
  const { pages, corrections } = json(language) as Guide;
  const { symptoms } = json(`troubleshooting.${language}`) as { symptoms: Symptom[] };
  const catalogue = Object.entries(readCatalogue(language, 'first', 'rest', 'native', 'site')).flatMap(
    ([at, source]): Text[] => textsOf(source).map((text) => ({ at, text: plain(text) })),
  );
  /** Labels, sentences, the phone's screens as they are drawn. */
  const whole = new Set([
    ...catalogue.map(({ text }) => text.replace(/。$/, '')),
    ...pages.map(({ title }) => plain(title)),
  ]);
  const sentences: Text[] = [
    ...catalogue.filter(({ at }) => !/^(?:system_|letter_|language_|path_|profile_problem_.*_(?:said|is)$)/.test(at)),
    ...pages.flatMap(({ id, lead, steps }) =>
      [lead, ...steps.flatMap(({ text, note }) => [text, note ?? ''])].map((text) => ({ at: id, text: plain(text) })),
    ),
    ...corrections.map(({ manual, is }) => ({ at: manual, text: plain(is) })),
    ...symptoms.flatMap(({ id, title, answers }) =>
      [title, ...answers.flatMap((each) => [each.question ?? '', each.title, ...each.steps])].map((text) => ({
        at: id,
        text: plain(text),
      })),
    ),
  ];
  const quoted = sentences.flatMap(({ at, text }) =>
    [...text.matchAll(/「([^「」]+)」/g)].map((match) => ({ at, word: match[1] ?? '' })),
  );
  return { whole, quoted };
}

const adult = read('ja');
const easy = read('ja-easy');

test.each([
  ['ja', adult, OTHERS],
  ['ja-easy', easy, [...OTHERS, ...words(EASY)]],
] as const)(
  '%s: a quoted word is what somebody shows: the phone, the app, the portal, the letter, the manual',
  (_, said, others) => {
    const known = new Set([...said.whole, ...others]);
    const unknown = said.quoted.filter(({ word }) => !known.has(word) && !/^\{\w+\}$/.test(word));
    expect(said.quoted.length).toBeGreaterThan(300);
    expect(unknown).toEqual([]);
  },
);

test('no word of another is kept here that nothing quotes any more', () => {
  const unused = (list: readonly string[], { quoted }: typeof adult) => {
    const used = new Set(quoted.map(({ word }) => word));
    return list.filter((word) => !used.has(word));
  };
  expect([...unused(OTHERS, adult), ...unused(words(EASY), easy)]).toEqual([]);
});
