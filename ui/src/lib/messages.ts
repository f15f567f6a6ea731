import type japanese from '../../messages/ja.json';

/** A key of the catalogue. */
export type Key = keyof typeof japanese;
/** A key that counts something: its message has plural forms, `_one` and `_other`. */
export type CountedKey = BaseOf<Key>;
export type Language = 'ja';

type BaseOf<Each> = Each extends `${infer Base}_other` ? Base : never;

/** What fills the `{name}` places of a message. */
export type Params = Readonly<Record<string, string | number>>;

/** A piece of a message as it is drawn. */
export type Piece =
  { kind: 'text'; text: string; strong: boolean } | { kind: 'line-end' } | { kind: 'mark'; mark: PasswordMark };

/** The three passwords, each with its own colour and shape. */
export type PasswordMark = 'login' | 'certificate' | 'lock';

type Catalogue = Readonly<Record<Key, string>>;

const catalogues = import.meta.glob<Catalogue>('../../messages/*.json', { import: 'default' });

let messages: Catalogue | undefined;
let language: Language = 'ja';
let plurals = new Intl.PluralRules('ja');

/** Loads the catalogue of one language; the others are not fetched. */
export async function load(chosen: Language): Promise<void> {
  const fetch = catalogues[`../../messages/${chosen}.json`];
  if (!fetch) throw new Error(`no catalogue for ${chosen}`);
  use(chosen, await fetch());
}

/** Takes a catalogue that is already here. */
export function use(chosen: Language, catalogue: Catalogue): void {
  messages = catalogue;
  language = chosen;
  plurals = new Intl.PluralRules(chosen);
}

export function chosenLanguage(): Language {
  return language;
}

/** Whether the catalogue has this key: for keys made from codes that come from outside. */
export function has(key: string): key is Key {
  return messages !== undefined && Object.hasOwn(messages, key);
}

/** The message as one string, for names and attributes: no markup and no invisible break marks. */
export function label(key: Key, params: Params = {}): string {
  return pieces(key, params)
    .map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'mark' ? label(`mark_${piece.mark}`) : ' '))
    .join('')
    .replace(/[\u200b\u2060]/g, '');
}

/** The key of the plural form for so many. */
export function counted(base: CountedKey, count: number): Key {
  const key = `${base}_${plurals.select(count)}`;
  return has(key) ? key : (`${base}_other` as Key);
}

/**
 * A message cut into what is drawn. Markup: `**strong**`, a line end, `{mark:login}` for the mark of a password
 * with its word; `{name}` takes a parameter.
 */
export function pieces(key: Key, params: Params = {}): Piece[] {
  const found: Piece[] = [];
  let strong = false;
  let text = '';
  const flush = () => {
    if (text) found.push({ kind: 'text', text, strong });
    text = '';
  };
  for (const part of message(key).split(/(\*\*|\n|\{[^}]*\})/)) {
    if (part === '**') {
      flush();
      strong = !strong;
    } else if (part === '\n') {
      flush();
      found.push({ kind: 'line-end' });
    } else if (part.startsWith('{mark:')) {
      flush();
      found.push({ kind: 'mark', mark: part.slice(6, -1) as PasswordMark });
    } else if (part.startsWith('{')) {
      text += String(params[part.slice(1, -1)] ?? '');
    } else {
      text += part;
    }
  }
  flush();
  return found;
}

function message(key: Key): string {
  if (!messages) throw new Error('no catalogue is loaded');
  return messages[key];
}
