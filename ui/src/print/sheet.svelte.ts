import type { SharedPicture } from '../backend';
import type { ViewClient } from '../session/view-client.svelte';
import { loadBeside, type Language } from '../i18n/messages';
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

/** The languages of paper, in order: Japanese, which everybody at the office reads, and the user's where it is another. */
export async function paperLanguages(chosen: Language | null): Promise<readonly Language[]> {
  if (!chosen) return [];
  if (chosen.startsWith('ja')) return [chosen];
  await loadBeside('ja');
  return ['ja', chosen];
}
