import type { SharedPicture } from '../backend';
import type { ViewClient } from '../session/view-client.svelte';
import type { I18n } from '../i18n/i18n.svelte';
import type { Translator } from '../i18n/translation';
import { drawn } from './element-picture';

/** Sizes of paper. */
export type PaperFormat = 'a4' | 'a6';

/** A paper that is laid out in full beside the page, to be printed or drawn. */
export class Sheet {
  element = $state.raw<HTMLElement | null>(null);
  /** It is being drawn, or the system's sheet is open. */
  working = $state(false);
  /** It was handed to another app. */
  shared = $state(false);
  /** It could not be drawn here. */
  failed = $state(false);

  async share(client: ViewClient, picture: SharedPicture): Promise<void> {
    if (!this.element || this.working) return;
    this.working = true;
    this.shared = this.failed = false;
    try {
      const png = await drawn(this.element);
      if (png) this.shared = (await client.sharePicture(picture, png)) === 'shared';
      else this.failed = true;
    } finally {
      this.working = false;
    }
  }
}

/** Paper can be printed from this page: not in the WebViews of phones, where window.print does nothing. */
export function canPrint(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  const inApp = '__TAURI_INTERNALS__' in window;
  // An iPad calls itself a Mac.
  const phone = /Android|iPhone|iPad/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
  return typeof (window as Partial<Window>).print === 'function' && !(inApp && phone);
}

/** Who says what stands on paper, in order: Japanese, which everybody at the office reads, and the user's language where it is another. */
export async function paperTranslators(i18n: I18n): Promise<readonly Translator[]> {
  if (i18n.language.startsWith('ja')) return [i18n];
  return [await i18n.beside('ja'), i18n];
}
