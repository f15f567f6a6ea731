import { createContext } from 'svelte';
import { fetchCatalogue, type CataloguePart, type Language } from './catalogue';
import type { Message, Said } from './messages';
import type { Params, Piece } from './pieces';
import type { Translator } from './translation';
import { CatalogueTranslator } from './translator';
import type { Standing } from '../wording/standing';

/** The translator of the language that is chosen: what is drawn from it is drawn anew in another language. */
export class I18n implements Translator {
  /** `null` before the first catalogue is here. */
  #translator = $state.raw<CatalogueTranslator | null>(null);
  /** How much of a catalogue is wanted. */
  #part: CataloguePart = 'first';
  /** How much of it the translator has. */
  #spoken = $state.raw<CataloguePart | null>(null);
  /** The language asked for last: what was asked for before it comes too late. */
  #wanted: Language | null = null;
  readonly #standing: () => Standing | null;

  /** `standing`: what the newest View says of the app's rules and of this device. */
  constructor(standing: () => Standing | null = () => null) {
    // A View with the same is no reason to say every sentence anew.
    const written = $derived(JSON.stringify(standing()));
    const same = $derived(JSON.parse(written) as Standing | null);
    this.#standing = () => same;
  }

  /** Speaks this language as soon as its catalogue is here, unless another was asked for meanwhile; says whether it does. */
  async speak(language: Language): Promise<boolean> {
    this.#wanted = language;
    if (this.#translator?.language === language && this.#spoken === this.#part) return true;
    let part;
    let catalogue;
    do {
      part = this.#part;
      catalogue = await fetchCatalogue(language, part);
    } while (part !== this.#part);
    if (this.#wanted !== language) return false;
    this.#spoken = part;
    this.#translator = new CatalogueTranslator(language, catalogue, this.#standing);
    return true;
  }

  /** From now on catalogues are here as a whole. */
  async complete(): Promise<void> {
    this.#part = 'whole';
    if (this.#wanted) await this.speak(this.#wanted);
  }

  /** Another language beside the chosen one, for what is said in two: paper. */
  async beside(language: Language): Promise<Translator> {
    return new CatalogueTranslator(language, await fetchCatalogue(language), this.#standing);
  }

  /** A language is spoken. */
  get ready(): boolean {
    return this.#translator !== null;
  }

  /** It is spoken with all its words, not only with those of the first picture. */
  get whole(): boolean {
    return this.#spoken === 'whole';
  }

  get language(): Language {
    return this.#now.language;
  }

  get locale(): string {
    return this.#now.locale;
  }

  pieces(message: Message): Piece[] {
    return this.#now.pieces(message);
  }

  label(message: Message): string {
    return this.#now.label(message);
  }

  parse(text: string): Piece[] {
    return this.#now.parse(text);
  }

  plain(pieces: readonly Piece[]): string {
    return this.#now.plain(pieces);
  }

  find(key: string, params?: Params): Said | undefined {
    return this.#now.find(key, params);
  }

  get #now(): CatalogueTranslator {
    if (!this.#translator) throw new Error('no catalogue is here');
    return this.#translator;
  }
}

/** The app's translator. */
export const [useI18n, provideI18n] = createContext<I18n>();
