import { load, resolve, type Language } from '../i18n/messages';
import type { Appearance } from '../types/Appearance';

/** How everything looks and is worded, put on `<html>`; a language is worn once its catalogue is here. */
class AppearanceState {
  /** The language worn; none before the first. */
  language = $state.raw<Language | null>(null);
  /** Readings stand over the kanji. */
  readings = $state.raw(false);
  #part: 'first' | 'whole' = 'first';
  #wanted: Language | null = null;

  async apply({ language, theme, furigana }: Appearance): Promise<void> {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;

    const wanted = resolve(language);
    this.#wanted = wanted;
    if (wanted !== this.language) {
      await this.#load(wanted);
      if (this.#wanted !== wanted) return;
    }
    this.readings = wanted === 'ja-easy' && furigana === 'shown';
    root.lang = wanted === 'en' ? 'en' : 'ja';
    root.dataset['language'] = wanted;
    root.toggleAttribute('data-readings', this.readings);
    this.language = wanted;
  }

  /** From now on catalogues are here as a whole. */
  async complete(): Promise<void> {
    this.#part = 'whole';
    if (this.language) await this.#load(this.language);
  }

  async #load(language: Language): Promise<void> {
    let part;
    do {
      part = this.#part;
      await load(language, part);
    } while (part !== this.#part);
  }
}

export const appearanceState = new AppearanceState();
