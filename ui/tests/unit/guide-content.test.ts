// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { limits } from '../../gallery/views.ts';
import { endOf, type Guide, type Symptom } from '../../src/guide/content.ts';
import { readCatalogue, textsOf } from './catalogues';

/** A numbered step of the paper manual, or another part of it that has to be told. */
interface ManualStep {
  manual: string;
  heading: string;
}

const LANGUAGES = ['ja', 'ja-easy', 'en'] as const;
const KANJI = /\p{Script=Han}/u;
const READING = /\{([^}|]+)\|([^}]+)\}/g;
const MARKS = new Set([
  '{mark:login}',
  '{mark:certificate}',
  '{mark:lock}',
  ...[...Object.keys(limits), 'userIdRest', 'device'].map((name) => `{${name}}`),
]);

const read = (path: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')) as unknown;
const manual = read('tests/unit/manual-steps.json') as ManualStep[];
const guides = Object.fromEntries(LANGUAGES.map((each) => [each, read(`src/guide/content/${each}.json`) as Guide]));
const guideOf = (language: string) => guides[language] ?? { notes: [], pages: [], corrections: [] };
const symptomsOf = (language: string) =>
  (read(`src/guide/content/troubleshooting.${language}.json`) as { symptoms: Symptom[] }).symptoms;

const withoutReadings = (text: string) => text.replace(READING, '$1');
const numbers = (step: { manual: string | null }) => step.manual?.split(' ') ?? [];
const stepsOf = (language: string) => guideOf(language).pages.flatMap((page) => page.steps);

/** Every text of a language's guide and troubles, with where it stands. */
function texts(language: string): { at: string; text: string }[] {
  const { notes, pages, corrections } = guideOf(language);
  return [
    ...notes.flatMap(({ id, text, source }) => [text, source].map((each) => ({ at: id, text: each }))),
    ...pages.flatMap((page) => [
      { at: page.id, text: page.title },
      { at: page.id, text: page.lead },
      ...page.steps.flatMap((step) =>
        [step.text, step.note, step.official]
          .filter((text) => text !== null)
          .map((text) => ({ at: `${page.id} ${step.manual ?? ''}`, text })),
      ),
    ]),
    ...corrections.flatMap((each) => [each.said, each.is].map((text) => ({ at: each.manual, text }))),
    ...symptomsOf(language).flatMap((symptom) => [
      { at: symptom.id, text: symptom.title },
      ...symptom.answers.flatMap((answer) =>
        [answer.question, answer.title, ...answer.steps]
          .filter((text) => text !== null)
          .map((text) => ({ at: symptom.id, text })),
      ),
    ]),
  ];
}

test('the list of the manual has each of its parts once', () => {
  const names = manual.map((each) => each.manual);
  expect(new Set(names).size).toBe(names.length);
  const count = (start: string) => names.filter((name) => name.startsWith(start)).length;
  expect({
    history: count('2-'),
    applying: count('3-1-pc-'),
    dxMobile: count('3-1-mobile-'),
    dxIos: count('3-1-ios-'),
    dxAndroid: count('3-1-android-'),
    hokenPc: count('3-2-pc-'),
    hokenMobile: count('3-2-mobile-'),
    hokenIos: count('3-2-ios-'),
    hokenAndroid: count('3-2-android-'),
    reissue: count('4-pc-'),
    reissueMobile: count('4-mobile-'),
    checking: count('check-'),
  }).toEqual({
    history: 3,
    applying: 13,
    dxMobile: 4,
    dxIos: 12,
    dxAndroid: 11,
    hokenPc: 9,
    hokenMobile: 4,
    hokenIos: 12,
    hokenAndroid: 11,
    reissue: 7,
    reissueMobile: 1,
    checking: 3,
  });
});

test.each(LANGUAGES)('%s: every step of the manual is told once, with its own words one tap away', (language) => {
  const told = stepsOf(language).flatMap((step) => numbers(step).map((number) => ({ number, step })));
  expect(told.map(({ number }) => number).toSorted()).toEqual(manual.map((each) => each.manual).toSorted());
  const wrong = manual.filter(({ manual: number, heading }) => {
    const step = told.find((each) => each.number === number)?.step;
    return !withoutReadings(step?.official ?? '').includes(heading);
  });
  expect(wrong).toEqual([]);
  expect(stepsOf(language).filter((step) => step.official !== null && step.manual === null)).toEqual([]);
});

test('the steps of a page follow the manual’s order', () => {
  const wrong = guideOf('ja').pages.flatMap((page) => {
    const order = page.steps
      .flatMap((step) => numbers(step).slice(0, 1))
      .map((number) => manual.findIndex((each) => each.manual === number));
    return order.every((place, index) => index === 0 || place > (order[index - 1] ?? 0)) ? [] : [page.id];
  });
  expect(wrong).toEqual([]);
});

test('between saving the file and Settings the file is opened', () => {
  const steps = guideOf('ja').pages.find((page) => page.id === 'ios')?.steps ?? [];
  const at = (number: string) => steps.findIndex((step) => numbers(step).includes(number));
  const between = steps.slice(at('3-1-ios-8') + 1, at('3-1-ios-9'));
  expect(between).toHaveLength(1);
  expect(between[0]).toMatchObject({ manual: null });
  expect(between[0]?.text).toContain('保存したファイルを押します');
});

/** The manual's known mistakes: where, and what must be said instead. */
const DEFECTS: [string, string, RegExp][] = [
  ['the file is never opened', '3-1-ios-8', /保存したファイルを一度開きます/],
  ['プロフィール', '3-1-ios-9', /「ダウンロード済みのプロファイル」/],
  ['no word of 8 minutes', '3-1-ios-9', /\{profileMinutes\}分/],
  ['no word of the passcode', '3-1-ios-11', /パスコード/],
  ['no word of the warning', '3-1-ios-10', /未署名/],
  ['iOS on pages of Android', '3-1-android-12', /Android/],
  ['the path of a Pixel', '3-1-android-13', /Pixel/],
  ['a heading of the other certificate', '3-2-mobile-4', /介護保険証明書/],
  ['the issuer called 発行先', 'check-3', /発行者/],
  ['looking taken for checking on iOS', '3-1-ios-16', /使えるとは限りません/],
  ['looking taken for checking on Android', '3-1-android-15', /使えるとは限りません/],
  ['no word of deleting', '0', /古いものを削除します/],
  ['no word of renewal', '0', /\{dueDays\}日前/],
  ['no word of a new or lost phone', '0', /もう一度ダウンロード/],
  ['no word of several offices', '0', /名前を付けて見分けます/],
];

test.each(DEFECTS)('a mistake of the manual is corrected: %s', (_, number, right) => {
  const found = guideOf('ja').corrections.filter((each) => numbers(each).includes(number) && right.test(each.is));
  expect(found).toHaveLength(1);
});

test('no mistake of the manual is repeated in our own words', () => {
  const ours = (language: string) =>
    guideOf(language).pages.flatMap((page) => page.steps.flatMap((step) => [step.text, step.note ?? '']));
  expect(LANGUAGES.flatMap(ours).filter((text) => text.includes('プロフィール'))).toEqual([]);
});

test('every screen and every failure has a trouble that begins there', () => {
  const catalogue = readCatalogue('ja');
  const named = (pattern: RegExp) => Object.keys(catalogue).flatMap((key) => pattern.exec(key)?.[1] ?? []);
  const symptoms = symptomsOf('ja');
  const screens = new Set(symptoms.flatMap((symptom) => symptom.screens));
  const codes = symptoms.flatMap((symptom) => symptom.codes);
  expect(named(/^screen_(.+)$/).filter((screen) => !screens.has(screen))).toEqual([]);
  expect(named(/^failure_([^_]+)_what$/).filter((code) => !codes.includes(code))).toEqual([]);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test('every trouble ends, and in the same way in every language', () => {
  const ways = (language: string) =>
    symptomsOf(language).map(({ id, screens, codes, answers }) => ({
      id,
      screens,
      codes,
      answers: answers.map(({ question, guide, then, steps }) => ({
        asked: question !== null,
        guide,
        then,
        steps: steps.length,
      })),
    }));
  for (const language of LANGUAGES) expect(ways(language)).toEqual(ways('ja'));
  const open = ways('ja').filter(({ answers }) => answers.some(({ then }) => !['fixed', 'help-desk'].includes(then)));
  expect(open).toEqual([]);
  expect(ways('ja').filter(({ answers }) => answers.length > 1 && answers.some(({ asked }) => !asked))).toEqual([]);
});

test.each([
  'certificate-password',
  'list-empty',
  'settings-missing',
  'two-in-chooser',
  'new-phone',
  'lost-phone',
  'renewal-notice',
  'staff-left',
  'delete-app',
])('there is a way out of %s', (id) => {
  expect(symptomsOf('ja').filter((symptom) => symptom.id === id)).toHaveLength(1);
});

test.each(LANGUAGES)('%s: markup is what the app can draw', (language) => {
  const wrong = texts(language).filter(({ text }) => {
    const rest = text.replace(READING, '');
    const marks = rest.match(/\{[^}]*\}/g) ?? [];
    return (
      marks.some((mark) => !MARKS.has(mark)) ||
      /[{}|^~\u200b\u2060]/.test(rest.replace(/\{(?:mark:)?\w+\}/g, '')) ||
      (text.split('**').length - 1) % 2 !== 0 ||
      text.trim() !== text ||
      text === ''
    );
  });
  expect(wrong).toEqual([]);
});

test('a step names the same passwords in every language', () => {
  const named = (language: string) =>
    stepsOf(language).map((step) => (step.text.match(/\{mark:\w+\}/g) ?? []).toSorted());
  for (const language of LANGUAGES) expect(named(language)).toEqual(named('ja'));
});

test('every dated note has its day and its source, in every language alike', () => {
  const days = (language: string) => guideOf(language).notes.map(({ id, until }) => `${id} ${until}`);
  for (const language of LANGUAGES) expect(days(language)).toEqual(days('ja'));
  for (const language of LANGUAGES) {
    for (const note of guideOf(language).notes) {
      expect(Number.isNaN(endOf(note)), note.id).toBe(false);
      expect(note.source, note.id).not.toBe('');
    }
  }
  expect(guideOf('ja-easy').notes.filter(({ source }) => KANJI.test(source.replace(READING, '')))).toEqual([]);
});

test('every kanji of the quoted manual has its reading in やさしい日本語', () => {
  const quoted = [
    ...stepsOf('ja-easy').map((step) => step.official ?? ''),
    ...guideOf('ja-easy').corrections.map((each) => each.said),
  ];
  expect(quoted.filter((text) => KANJI.test(text.replace(READING, '')))).toEqual([]);
});

/** How a page of the guide is named in a text. */
const NAMED: Record<(typeof LANGUAGES)[number], RegExp> = {
  ja: /「([^」]+)」を見てください/g,
  'ja-easy': /「([^」]+)」を見てください/g,
  en: /[Ss]ee “([^”]+)”/g,
};

test.each(LANGUAGES)('%s: pages that are named exist', (language) => {
  const plain = (text: string) => withoutReadings(text).replace(/〈[^〉]*〉/g, '');
  const titles = new Set(guideOf(language).pages.map((page) => plain(page.title)));
  const named = texts(language).flatMap(({ text }) =>
    [...withoutReadings(text).matchAll(NAMED[language])].map((match) => match[1] ?? ''),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((title) => !titles.has(title))).toEqual([]);
});

/** Buttons of the app that the texts tell to press, by their keys. */
const BUTTONS = [
  'welcome_start',
  'verify_go',
  'verify_again',
  'home_renew',
  'home_another',
  'no_certificate_look',
  'settings_steps_again',
  'certificate_go_android',
  'certificate_back',
  'password_show',
];

test.each(LANGUAGES)('%s: buttons of the app are called what they are called', (language) => {
  const all = texts(language)
    .map(({ text }) => withoutReadings(text))
    .join('\n');
  const called = (key: string) => withoutReadings(textsOf(readCatalogue(language)[key])[0] ?? '').replace(/[~^]/g, '');
  const missing = BUTTONS.filter((key) => !all.includes(language === 'en' ? `“${called(key)}` : `「${called(key)}」`));
  expect(missing).toEqual([]);
});

/** Buttons that must be called by their names at the same place in every language. */
const CALLED = [
  ...BUTTONS,
  'welcome_file',
  'welcome_browser',
  'way_client',
  'way_window',
  'portal_window_open_again',
  'settings_steps_installed',
  'hand_over_choose_file',
  'install_by_password',
  'certificate_anyway',
  'certificate_go_ios',
];

test.each(LANGUAGES)('%s: where Japanese names a button, its name stands there too', (language) => {
  const labels = (of: string) => {
    const catalogue = readCatalogue(of);
    return (key: string) => withoutReadings(textsOf(catalogue[key])[0] ?? '').replace(/[~^]/g, '');
  };
  const [japanese, theirs] = [labels('ja'), labels(language)];
  const groups = (of: string) => {
    const found = new Map<string, string>();
    for (const { at, text } of texts(of)) found.set(at, `${found.get(at) ?? ''}\n${withoutReadings(text)}`);
    return found;
  };
  const here = groups(language);
  // Two buttons may be called the same in Japanese: the name of either will do.
  const names = [...new Set(CALLED.map(japanese))];
  const missing = [...groups('ja')].flatMap(([at, text]) =>
    names
      .filter((name) => text.includes(`「${name}」`))
      .filter((name) => !CALLED.some((key) => japanese(key) === name && (here.get(at) ?? '').includes(theirs(key))))
      .map((name) => `${at}: ${name}`),
  );
  expect(names.length).toBeGreaterThan(15);
  expect(missing).toEqual([]);
});

test.each(LANGUAGES)('%s: a page that names the letter names its sender', (language) => {
  const pages = guideOf(language).pages.map((page) => ({
    id: page.id,
    text: withoutReadings([page.lead, ...page.steps.flatMap(({ text, note }) => [text, note ?? ''])].join('\n')),
  }));
  const named = pages.filter(({ text }) => text.includes('電子請求登録結果に関するお知らせ'));
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter(({ text }) => !text.includes('国保連合会')).map(({ id }) => id)).toEqual([]);
});

test('how long certificates last, and what a new password opens, is not stated: nobody outside has seen it', () => {
  const unknown = /有効期間は|[13]年間|ワンタイム|one-time|valid for \d+ year/i;
  expect(LANGUAGES.flatMap(texts).filter(({ text }) => unknown.test(text))).toEqual([]);
  const after = guideOf('ja')
    .pages.find((page) => page.id === 'reissue')
    ?.steps.at(-1);
  expect(after?.text).toContain('もう一度ダウンロード');
  expect(after?.note).toContain('わかっていません');
});
