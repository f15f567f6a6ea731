import { createSubscriber } from 'svelte/reactivity';
import type japanese from '../../messages/ja.json';

/** A key of the catalogue. */
export type Key = keyof typeof japanese;
/** A key that counts something: its message has plural forms, `_one` and `_other`. */
export type CountedKey = BaseOf<Key>;
/** A language with a catalogue: the name of its file. */
export type Language = 'ja' | 'ja-easy' | 'en';

type BaseOf<Each> = Each extends `${infer Base}_other` ? Base : never;

/** What fills the `{name}` places of a message; another message goes in as its pieces, so that it keeps its readings. */
export type Params = Readonly<Record<string, string | number | readonly Piece[]>>;

/** A piece of a message as it is drawn. */
export type Piece =
  | { kind: 'text'; text: string; strong: boolean }
  | { kind: 'reading'; text: string; reading: string; strong: boolean }
  | { kind: 'line-end' }
  | { kind: 'mark'; mark: PasswordMark };

/** The three passwords, each with its own colour and shape. */
export type PasswordMark = 'login' | 'certificate' | 'lock';

type Catalogue = Readonly<Record<Key, string>>;

// Split at build time: what the first picture says, and all the rest.
const first = import.meta.glob<Partial<Catalogue>>('../../messages/*.json', { import: 'default' });
const rest = import.meta.glob<Partial<Catalogue>>('../../messages/*.json', { import: 'default', query: '?rest' });

let messages: Catalogue | undefined;
let language: Language = 'ja';
let plurals = new Intl.PluralRules('ja');
let ordinals = new Intl.PluralRules('ja', { type: 'ordinal' });
/** What every message can name besides what it is given. */
let defaultParams: () => Params = () => ({});
let changed: (() => void) | undefined;
/** What is drawn from the catalogue is drawn anew in another language. */
const follow = createSubscriber((update) => {
  changed = update;
  return () => (changed = undefined);
});

/** The languages that have a catalogue, in the order in which they are offered. */
export const languages: readonly Language[] = (['ja', 'ja-easy', 'en'] as const).filter(
  (each) => `../../messages/${each}.json` in first,
);

/** The language to use: the one chosen, else the first of the system's that has a catalogue, else Japanese. */
export function resolve(chosen: string | null, system: readonly string[] = navigator.languages): Language {
  const known = (tag: string | undefined) => languages.find((each) => each === tag);
  const wanted = chosen === null ? system : [chosen];
  for (const tag of wanted) {
    const found = known(tag) ?? known(tag.split('-')[0]);
    if (found) return found;
  }
  return 'ja';
}

/** Loads the catalogue of one language, or as much of it as the first picture needs; the others are not fetched. */
export async function load(chosen: Language, part: 'first' | 'whole' = 'whole'): Promise<void> {
  const file = `../../messages/${chosen}.json`;
  const parts = await Promise.all([first[file]?.(), part === 'whole' ? rest[file]?.() : undefined]);
  if (!parts[0]) throw new Error(`no catalogue for ${chosen}`);
  use(chosen, { ...parts[0], ...parts[1] } as Catalogue);
}

/** Catalogues of other languages than the chosen one that are here. */
const others = new Map<Language, Catalogue>();

/** Fetches the catalogue of another language, for what is said in two: paper. */
export async function loadBeside(other: Language): Promise<void> {
  const file = `../../messages/${other}.json`;
  const parts = await Promise.all([first[file]?.(), rest[file]?.()]);
  others.set(other, { ...parts[0], ...parts[1] } as Catalogue);
}

/** Says something in another language, which is here already. */
export function withLanguage<Said>(other: Language, say: () => Said): Said {
  const beside = others.get(other);
  if (other === chosenLanguage() || !beside) return say();
  const chosen = { messages, language, plurals, ordinals };
  wear(other, beside);
  try {
    return say();
  } finally {
    ({ messages, language, plurals, ordinals } = chosen);
  }
}

/** Takes a catalogue that is already here. */
export function use(chosen: Language, catalogue: Catalogue): void {
  wear(chosen, catalogue);
  changed?.();
}

function wear(chosen: Language, catalogue: Catalogue): void {
  messages = catalogue;
  language = chosen;
  plurals = new Intl.PluralRules(locale());
  ordinals = new Intl.PluralRules(locale(), { type: 'ordinal' });
}

export function chosenLanguage(): Language {
  follow();
  return language;
}

/** The locale of dates, numbers and plurals, BCP 47. */
export function locale(): string {
  return chosenLanguage() === 'en' ? 'en-GB' : 'ja-JP';
}

/** Whether the catalogue has this key: for keys made from codes that come from outside. */
export function has(key: string): key is Key {
  follow();
  return messages !== undefined && Object.hasOwn(messages, key);
}

/** The message as one string, for names and attributes: no markup, no readings and no invisible break marks. */
export function label(key: Key, params: Params = {}): string {
  return plain(pieces(key, params));
}

/** The same of a text that is no message, like the guide's. */
export function plainText(text: string): string {
  return plain(parseMessage(text));
}

/** The key of the plural form for so many. */
export function counted(base: CountedKey, count: number): Key {
  return form(base, plurals.select(count));
}

/** The key of the form for the so-manieth. */
export function ordinal(base: CountedKey, count: number): Key {
  return form(base, ordinals.select(count));
}

function form(base: CountedKey, category: Intl.LDMLPluralRule): Key {
  const key = `${base}_${category}`;
  return has(key) ? key : (`${base}_other` as Key);
}

/** From now on every message and text can name these too. */
export function setDefaultParams(params: () => Params): void {
  defaultParams = params;
  changed?.();
}

/** A message cut into what is drawn. */
export function pieces(key: Key, params: Params = {}): Piece[] {
  follow();
  if (!messages) throw new Error('no catalogue is loaded');
  return parseMessage(messages[key], params);
}

/**
 * A text cut into what is drawn. Markup: `**strong**`, a line end, `{mark:login}` for the mark of a password
 * with its word, `{漢字|かんじ}` for a reading; `{name}` takes a parameter.
 */
export function parseMessage(source: string, params: Params = {}): Piece[] {
  const found: Piece[] = [];
  let strong = false;
  let text = '';
  const flush = () => {
    if (text) found.push({ kind: 'text', text, strong });
    text = '';
  };
  for (const part of source.split(/(\*\*|\n|\{[^}]*\})/)) {
    const [base = '', reading] = part.slice(1, -1).split('|');
    if (part === '**') {
      flush();
      strong = !strong;
    } else if (part === '\n') {
      flush();
      found.push({ kind: 'line-end' });
    } else if (part.startsWith('{mark:')) {
      flush();
      found.push({ kind: 'mark', mark: part.slice(6, -1) as PasswordMark });
    } else if (part.startsWith('{') && reading !== undefined) {
      flush();
      found.push({ kind: 'reading', text: base, reading, strong });
    } else if (part.startsWith('{')) {
      const given = params[base] ?? defaultParams()[base] ?? '';
      if (typeof given === 'object') {
        flush();
        found.push(...given);
      } else text += String(given);
    } else {
      text += part;
    }
  }
  flush();
  return found;
}

/** What pieces say, as one string. */
export function plain(found: readonly Piece[]): string {
  const said = (piece: Piece) => {
    if (piece.kind === 'line-end') return ' ';
    return piece.kind === 'mark' ? label(`mark_${piece.mark}`) : piece.text;
  };
  return found
    .map(said)
    .join('')
    .replace(/[\u200b\u2060]/g, '');
}
