import { createContext } from 'svelte';
import { resolveLanguage, type Language } from '../i18n/catalogue';
import type { I18n } from '../i18n/i18n.svelte';
import type { Room } from '../platform/room';
import type { Appearance } from '../types/Appearance';

/** How everything looks and is worded, put on `<html>`; a language is applied once its catalogue is here. */
export class AppearanceState {
  /** The language applied; `null` before the first. */
  language = $state.raw<Language | null>(null);
  /** Readings stand over the kanji. */
  readings = $state.raw(false);
  readonly #i18n: I18n;
  #turn = 0;

  readonly #room: Pick<Room, 'set'>;

  constructor(i18n: I18n, room: Pick<Room, 'set'>) {
    this.#i18n = i18n;
    this.#room = room;
  }

  async apply({ language, theme, furigana, textSize }: Appearance): Promise<void> {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;

    this.#room.set(textSize);

    const turn = (this.#turn += 1);
    const wanted = resolveLanguage(language);
    await this.#i18n.speak(wanted);
    // Another appearance was asked for meanwhile.
    if (turn !== this.#turn) return;
    this.readings = wanted === 'ja-easy' && furigana === 'shown';
    root.lang = langOf(wanted);
    root.dataset['language'] = wanted;
    root.toggleAttribute('data-readings', this.readings);
    this.language = wanted;
  }
}

/** The `lang` attribute of what is said in a language. */
export function langOf(language: Language): 'en' | 'ja' {
  return language === 'en' ? 'en' : 'ja';
}

/** The app's appearance. */
export const [useAppearance, provideAppearance] = createContext<AppearanceState>();
