import type { Language } from './catalogue';
import type { Message, Said } from './messages';
import type { Params } from './pieces';
import type { Piece } from './pieces';

/** Says the messages of the catalogue in one language. */
export interface Translator {
  readonly language: Language;
  /** The locale of dates, numbers and plurals, BCP 47. */
  readonly locale: string;
  /** A message cut into what is drawn. */
  pieces(message: Message): Piece[];
  /** A message as one string, for names and attributes: no markup, no readings and no invisible break marks. */
  label(message: Message): string;
  /** A text that stands in no catalogue, like the guide's, cut into what is drawn. */
  parse(text: string): Piece[];
  /** What pieces say, as one string. */
  plain(pieces: readonly Piece[]): string;
  /** The message of a key that was made from a code from outside; `undefined` where there are no words for it. */
  find(key: string, params?: Params): Said | undefined;
}
