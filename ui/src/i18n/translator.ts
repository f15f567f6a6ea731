import { BREAKS } from './breaks';
import { standingWord, type Standing } from '../wording/standing';
import { localeOf, type Catalogue, type Key, type Language } from './catalogue';
import { messageWith, parseMessage, type Message, type Said } from './messages';
import type { Param, Params, Piece } from './pieces';
import type { Translator } from './translation';

/** A translator of one catalogue. */
export class CatalogueTranslator implements Translator {
  readonly locale: string;
  readonly #catalogue: Catalogue;
  /** What every sentence can name; `null` before the first View. */
  readonly #standing: () => Standing | null;
  #plurals: Intl.PluralRules | undefined;
  #ordinals: Intl.PluralRules | undefined;

  constructor(
    readonly language: Language,
    catalogue: Catalogue,
    standing: () => Standing | null = () => null,
  ) {
    this.locale = localeOf(language);
    this.#catalogue = catalogue;
    this.#standing = standing;
  }

  pieces(message: Message): Piece[] {
    const { key, params } = typeof message === 'string' ? messageWith(message, {}) : message;
    return parseMessage(this.#source(key, params), (name) => params[name] ?? this.#word(name));
  }

  label(message: Message): string {
    return this.plain(this.pieces(message));
  }

  parse(text: string): Piece[] {
    return parseMessage(text, (name) => this.#word(name));
  }

  plain(pieces: readonly Piece[]): string {
    const said = (piece: Piece) => {
      if (piece.kind === 'line-end') return ' ';
      return piece.kind === 'mark' ? this.label(`mark_${piece.mark}`) : piece.text;
    };
    return pieces.map(said).join('').replace(BREAKS, '');
  }

  find(key: string, params: Params = {}): Said | undefined {
    return Object.hasOwn(this.#catalogue, key) ? messageWith(key as Key, params) : undefined;
  }

  #source(key: Key, params: Params): string {
    const found = this.#catalogue[key];
    if (found === undefined) throw new Error(`${this.language} has no message ${key}`);
    if (typeof found === 'string') return found;
    // `nth` asks for the so-manieth, `count` for so many.
    this.#plurals ??= new Intl.PluralRules(this.locale);
    this.#ordinals ??= new Intl.PluralRules(this.locale, { type: 'ordinal' });
    const { nth, count } = params;
    const form = nth === undefined ? this.#plurals.select(Number(count)) : this.#ordinals.select(Number(nth));
    return found[form] ?? found.other;
  }

  #word(name: string): Param | undefined {
    const standing = this.#standing();
    return standing ? standingWord(this, standing, name) : undefined;
  }
}
