import { getContext, setContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { Refused, type Backend, type ShareOutcome, type SharedPicture } from '../backend';
import type { Luma } from '../camera/picture';
import { OverlayHistory } from './overlay-history.svelte';
import type { Failure } from '../types/Failure';
import type { Intent } from '../types/Intent';
import type { SecretKind } from '../types/SecretKind';
import type { UserIdCheck } from '../types/UserIdCheck';
import type { View } from '../types/View';

/** A second press of the same button within this time, with nothing new shown, is the same press. */
const SAME_PRESS_MS = 800;

/** What is shown and what is said back: the newest View, and intents that are never sent twice by one press. */
export class ViewClient {
  /** The newest View; none before the first. */
  view = $state.raw<View | null>(null);
  /** A call that failed although the screen allowed it. */
  callError = $state.raw<Failure | null>(null);
  /** Pages over the screen, and the way inside them. */
  readonly overlays = new OverlayHistory();

  /** This phone's clock minus the clock of the View, when it came. */
  #clockOffset = 0;
  readonly #underWay = new SvelteSet<string>();
  #last = { press: '', revision: -1, at: 0 };

  constructor(readonly backend: Backend) {}

  async start(): Promise<void> {
    await this.backend.watch((view) => this.#show(view));
  }

  /** Now, by the clock that the Views' times are told in. */
  now(): number {
    return Date.now() - this.#clockOffset;
  }

  /** An intent of this kind is on its way to Rust. */
  isUnderWay(id: Intent['id']): boolean {
    return this.#underWay.has(id);
  }

  send(intent: Intent): Promise<void> {
    return this.#sendOnce(intent, () => this.backend.intent(intent));
  }

  /** Brings a secret and says what it is for. Whoever calls wipes the field. */
  submit(kind: SecretKind, value: string, intent: Intent): Promise<void> {
    return this.#sendOnce(intent, async () => {
      await this.backend.putSecret(kind, value);
      await this.backend.intent(intent);
    });
  }

  /** Goes back from the page over the screen: inside it first, then to where it was opened from. */
  leaveOverlay(): void {
    if (!this.overlays.pop()) void this.send(this.overlays.back());
  }

  /** The secret, or none where it is gone. */
  async reveal(kind: SecretKind): Promise<string | null> {
    try {
      return await this.backend.revealSecret(kind);
    } catch (cause) {
      this.#report(cause);
      return null;
    }
  }

  async checkUserId(text: string): Promise<UserIdCheck | null> {
    try {
      return await this.backend.checkUserId(text);
    } catch {
      // While typing only: the same check is made at submit.
      return null;
    }
  }

  /** Different QR codes in the picture; none where it could not be looked at. What they say comes as a View. */
  async readQr(picture: Luma): Promise<number | null> {
    try {
      return (await this.backend.readQr(picture)).codes;
    } catch (cause) {
      this.#report(cause);
      return null;
    }
  }

  /** Offers a picture to other apps; none where that failed. */
  async sharePicture(picture: SharedPicture, png: Blob): Promise<ShareOutcome | null> {
    try {
      return await this.backend.sharePicture(picture, png);
    } catch (cause) {
      this.#report(cause);
      return null;
    }
  }

  #show(view: View): void {
    if (this.view && view.revision < this.view.revision) return;
    this.#clockOffset = Date.now() - view.now;
    this.overlays.sync(view.overlay);
    this.view = view;
    this.callError = null;
  }

  async #sendOnce(intent: Intent, say: () => Promise<void>): Promise<void> {
    const press = JSON.stringify(intent);
    const revision = this.view?.revision ?? -1;
    const last = this.#last;
    const samePress = last.press === press && last.revision === revision && performance.now() - last.at < SAME_PRESS_MS;
    if (this.#underWay.has(intent.id) || samePress) return;

    this.#underWay.add(intent.id);
    try {
      await say();
    } catch (cause) {
      this.#report(cause);
    } finally {
      this.#last = { press, revision, at: performance.now() };
      this.#underWay.delete(intent.id);
    }
  }

  #report(cause: unknown): void {
    const code = cause instanceof Refused ? cause.code : 'internal';
    this.callError = { code, cause: 'internal', params: {}, retryable: true };
  }
}

const CONTEXT = Symbol('client');

export function provideViewClient(client: ViewClient): void {
  setContext(CONTEXT, client);
}

export function useViewClient(): ViewClient {
  return getContext<ViewClient>(CONTEXT);
}
