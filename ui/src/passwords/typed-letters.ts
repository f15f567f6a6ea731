import type { PlainKey } from '../i18n/messages';
import type { PasswordHint } from '../types/PasswordHint';

/** A typed character as it is shown in its box. */
export interface TypedLetter {
  shown: string;
  odd: boolean;
}

/** An odd character, said once for all places where it stands. */
export interface OddRow {
  at: number;
  shown: string;
  code: string;
}

const BLANK = '␣';

/** The characters of what was typed, one by one, the odd ones marked. Positions count Unicode scalar values. */
export function typedLetters(value: string, passwordHints: readonly PasswordHint[]): TypedLetter[] {
  const odd = new Set(passwordHints.map((each) => each.at));
  return Array.from(value, (character, at) => ({ shown: visible(character), odd: odd.has(at) }));
}

/** What is said about them: the same character is not explained twice. */
export function oddRows(value: string, passwordHints: readonly PasswordHint[]): OddRow[] {
  const characters = Array.from(value);
  const spaces = new Set(passwordHints.flatMap(({ at, code }) => (code === 'space' ? [at] : [])));
  const first = characters.findIndex((_, at) => !spaces.has(at));
  const last = characters.findLastIndex((_, at) => !spaces.has(at));
  const rows = new Map<string, OddRow>();
  for (const { at, code } of passwordHints) {
    const character = characters[at];
    if (character === undefined) continue;
    const shown = visible(character);
    const said = code !== 'space' ? code : at < first ? 'space_first' : at > last ? 'space' : 'space_inside';
    // Of letters of full width the first stands for all.
    const row = said === 'full-width' ? said : `${said} ${shown}`;
    if (!rows.has(row)) rows.set(row, { at, shown, code: said });
  }
  return [...rows.values()];
}

/** What is said of them while they are hidden: no letter, and no place. */
export function slipsOf(value: string, passwordHints: readonly PasswordHint[]): PlainKey[] {
  const codes = new Set(oddRows(value, passwordHints).map((row) => row.code));
  return [
    ...(codes.has('full-width') ? (['password_slip_full-width'] as const) : []),
    ...(codes.has('space_first') ? (['password_hint_space_first'] as const) : []),
    ...(codes.has('space_inside') ? (['password_hint_space_inside'] as const) : []),
    ...(codes.has('space') ? (['password_hint_space'] as const) : []),
  ];
}

/** Not seen at all: copied along from documents and chats. */
export function isUnseen(character: string): boolean {
  return /\p{Default_Ignorable_Code_Point}/u.test(character);
}

function visible(character: string): string {
  return /\s/u.test(character) || isUnseen(character) ? BLANK : character;
}
