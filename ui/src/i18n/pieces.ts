/** The three passwords, each with its own colour and shape. */
export type PasswordMark = 'login' | 'certificate' | 'lock';

/** A piece of a message as it is drawn. */
export type Piece =
  | { kind: 'text'; text: string; strong: boolean }
  | { kind: 'reading'; text: string; reading: string; strong: boolean }
  | { kind: 'line-end' }
  | { kind: 'mark'; mark: PasswordMark };

/** What fills a `{name}` place; another message goes in as its pieces, so that it keeps its readings. */
export type Param = string | number | readonly Piece[];
/** What fills the places of a message, by name. */
export type Params = Readonly<Record<string, Param>>;

/** A text without markup as the one piece that it is. */
export function plainPiece(text: string): readonly Piece[] {
  return [{ kind: 'text', text, strong: false }];
}
