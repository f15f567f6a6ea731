import type { Component } from 'svelte';
import type { I18n } from '../i18n/i18n.svelte';
import type { InboundComponent } from '../session/view-types';
import type { OverlayView } from '../types/OverlayView';
import type { Screen } from '../types/Screen';
import type { SystemScreen } from '../types/SystemScreen';
import { chosen } from './chosen';
import { firstScreens } from './first';
import type { HeldList, LaterParts, TermMark } from './later-parts';
import type * as Later from './later';

/** The components of screens and of pages over them. Those of the first picture are here, the others follow it. */
export class Registry implements LaterParts {
  #fetched = $state.raw<typeof Later | null>(null);
  readonly #i18n: I18n;
  /** The others, once their words are here too. */
  readonly #later = $derived.by(() => (this.#i18n.whole ? this.#fetched : null));

  constructor(i18n: I18n) {
    this.#i18n = i18n;
  }

  screen(id: Screen['id']): Component<{ screen: Screen }> | undefined {
    return chosen({ ...firstScreens, ...this.#later?.laterScreens }, id);
  }

  overlay(id: OverlayView['id']): Component<{ overlay: OverlayView }> | undefined {
    return this.#later ? chosen(this.#later.overlays, id) : undefined;
  }

  /** What stands on the practice phone, over the app. */
  get simulatedPhone(): Component<{ system: SystemScreen }> | undefined {
    return this.#later?.SimulatedPhone;
  }

  /** The certificates of a phone that holds many. */
  get heldList(): HeldList | undefined {
    return this.#later?.HeldList;
  }

  /** What explains a term. */
  get termMark(): TermMark | undefined {
    return this.#later?.TermMark;
  }

  /** The dialog of what came from outside. */
  get inboundDialog(): InboundComponent | undefined {
    return this.#later?.InboundDialog;
  }

  /** Called once the first picture is there. */
  async fetchOthers(): Promise<void> {
    [this.#fetched] = await Promise.all([import('./later'), this.#i18n.complete()]);
  }
}
