// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Guide, Symptom } from '../../src/guide/content.ts';
import { LANGUAGES, readCatalogue, textsOf } from './catalogues';

/* What a sentence states as a fact has a row with its source in docs/facts.md. */

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as unknown;

/** A figure, a named limit, a price, a way through Settings, a feature of the phone that stands in the way. */
const FACTS = [
  /(?<![A-Za-z\d.-])\d|[０-９]/,
  /(?:[一二三四五六七八九]|(?<!複)数)[十百千]*(?:回|日間|日前|年|か月|週間|分|秒|円|時間|割)/,
  /\{(?:userIdLength|userIdRest|passwordMin|passwordMax|tries|lockMinutes|profileMinutes|secretMinutes|dueDays|pauseFrom|pauseUntil)\}/,
  /\{helpDesk(?:Phone|Mail)\}/,
  /費用|有料|無料|有償|無償|料金|手数料|税別/,
  /「設定」→/,
  /盗難デバイスの保護|ロックダウンモード|セキュリティ遅延/,
];

/** Every text with the name that a row calls it by; quotations of the manual are their own source. */
function sentences(language = 'ja'): { name: string; text: string }[] {
  const catalogue = Object.entries(readCatalogue(language, 'first', 'rest', 'native', 'site')).flatMap(
    ([name, source]) => textsOf(source).map((text) => ({ name, text })),
  );
  const { notes, pages, corrections } = json(`src/guide/content/${language}.json`) as Guide;
  const guide = pages.flatMap((page) =>
    [page.title, page.lead, ...page.steps.flatMap((step) => [step.text, step.note ?? ''])].map((text) => ({
      name: `guide/${page.id}`,
      text,
    })),
  );
  const { symptoms } = json(`src/guide/content/troubleshooting.${language}.json`) as { symptoms: Symptom[] };
  const troubles = symptoms.flatMap((symptom) =>
    [symptom.title, ...symptom.answers.flatMap((answer) => [answer.question ?? '', answer.title, ...answer.steps])].map(
      (text) => ({ name: `trouble/${symptom.id}`, text }),
    ),
  );
  return [
    ...catalogue,
    ...guide,
    ...notes.map(({ id, text }) => ({ name: `note/${id}`, text })),
    ...corrections.map(({ is }) => ({ name: 'guide/corrections', text: is })),
    ...troubles,
  ];
}

const rows = read('../docs/facts.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, names = '', fact = '', source = '', date = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
    fact,
    source,
    date,
  }));
const pattern = (name: string) => new RegExp(`^${name.split('*').join('[a-z0-9_-]*')}$`);
const patterns = rows.flatMap((row) => row.names).map(pattern);

const stated = sentences().filter(({ text }) => FACTS.some((fact) => fact.test(text)));

test('a sentence that states a fact has a row with its source', () => {
  const without = stated.filter(({ name }) => !patterns.some((each) => each.test(name)));
  expect(without).toEqual([]);
});

test('every row has a fact, a source and the date of the source, and names sentences that exist', () => {
  expect(rows.filter(({ fact, source, date }) => fact === '' || source === '' || date === '')).toEqual([]);
  const names = sentences().map(({ name }) => name);
  const stale = rows.flatMap((row) => row.names).filter((name) => !names.some((each) => pattern(name).test(each)));
  expect(stale).toEqual([]);
});

test('every source is dated: a day or month of its own, or the day on which it was read', () => {
  const dated = /^(?:undated, read )?\d{4}-\d{2}(?:-\d{2})?$/;
  const wrong = rows.filter(({ date }) => !date.split('; ').every((each) => dated.test(each)));
  expect(wrong.map(({ names, date }) => `${names.join(' ')}: ${date}`)).toEqual([]);
});

/** What follows wrong tries is one prefecture's rule: whose it is, or that it may be so, stands in the same text. */
const LOCKS = {
  ja: [/間違えると/, /奈良県|ことがあります/],
  'ja-easy': [/まちがえると/, /奈良県|ことがあります/],
  en: [/wrong (?:try|tries)/, /Nara|\bmay\b/],
} as const;

test.each(Object.keys(LOCKS) as (keyof typeof LOCKS)[])('%s: what one prefecture says is said as one’s', (language) => {
  const [locked, limited] = LOCKS[language];
  const locks = sentences(language)
    .map(({ name, text }) => ({ name, text: text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1') }))
    .filter(({ text }) => locked.test(text));
  expect(locks.length).toBeGreaterThan(4);
  expect(locks.filter(({ text }) => !limited.test(text))).toEqual([]);
});

test.each(['ja', 'ja-easy', 'en'])('%s: no way through the Settings of a phone that nobody has seen', (language) => {
  const makers = /Galaxy|AQUOS|Xperia|arrows|デバイスストレージ|その他のセキュリティ設定|セキュリティの詳細設定/;
  const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1').replace(/[\^~]/g, '');
  expect(sentences(language).filter(({ text }) => makers.test(plain(text)))).toEqual([]);
});

test.each(LANGUAGES)(
  '%s: no calendar app is promised on iPhone and iPad, where no share sheet offers one',
  (language) => {
    const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1');
    const words = sentences(language).filter(({ name }) =>
      /^(?:held_calendar|reminders_denied|reminders_calendar).*_ios$/.test(name),
    );
    expect(words).toHaveLength(5);
    expect(words.filter(({ text }) => /カレンダーのアプリ|calendar app/i.test(plain(text)))).toEqual([]);
  },
);

test.each(['ja', 'ja-easy', 'en'])('%s: the portal’s address is the one that the manual prints', (language) => {
  // A browser leaves the www. out of what it shows, so its drawing does too; *.e-seikyuu.jp are all of its hosts.
  const wrong = sentences(language).filter(
    ({ name, text }) => !name.startsWith('drawing_') && /(?<!www\.|\*\.|@support-)e-seikyuu\.jp/.test(text),
  );
  expect(wrong).toEqual([]);
});
