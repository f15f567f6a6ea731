import type { OverlayView } from '../types/OverlayView';
import type { Intent } from '../types/Intent';

/** Pages over the screen that were opened one from another, and the way inside each: what back leaves first. */
export class OverlayHistory {
  #pages: Intent[] = [];
  #inside = $state.raw<Readonly<Partial<Record<OverlayView['id'], readonly string[]>>>>({});
  #page = $state.raw<OverlayView['id'] | null>(null);
  /** Steps inside the first page that were not taken from its own beginning. */
  #entrance = 0;
  /** A page was asked for, and its View is not here yet. */
  #coming = false;

  /** The steps taken inside the page that is shown. */
  get inside(): readonly string[] {
    return (this.#page && this.#inside[this.#page]) ?? [];
  }

  /** A View came with this page over the screen. */
  sync(overlay: OverlayView | null): void {
    this.#page = overlay?.id ?? null;
    if (!overlay) {
      this.#pages = [];
      if (this.#coming) return;
      this.#inside = {};
      this.#entrance = 0;
      return;
    }
    this.#coming = false;
    const page = opening(overlay);
    const same = (at: number) => JSON.stringify(this.#pages.at(at)) === JSON.stringify(page);
    if (same(-1)) return;
    if (same(-2)) this.#pages.pop();
    else this.#pages.push(page);
  }

  /** Goes one step further inside the page that is shown. */
  push(step: string): void {
    if (!this.#page) return;
    this.#inside = { ...this.#inside, [this.#page]: [...this.inside, step] };
  }

  /** The page that is opened next begins here: its own beginning is not on the way back. */
  openAt(page: OverlayView['id'], step: string): void {
    this.#inside = { [page]: [step] };
    this.#entrance = 1;
    this.#coming = true;
  }

  /** Leaves the last step inside; false where there is none. */
  pop(): boolean {
    const steps = this.inside;
    if (!this.#page || steps.length <= (this.#pages.length === 1 ? this.#entrance : 0)) return false;
    this.#inside = { ...this.#inside, [this.#page]: steps.slice(0, -1) };
    return true;
  }

  /** What leaves the page: to the one it was opened from, else to the screen. */
  back(): Intent {
    return this.#pages.at(-2) ?? { id: 'close' };
  }
}

function opening(overlay: OverlayView): Intent {
  if (overlay.id === 'guide') return { id: 'open-guide', page: overlay.page };
  if (overlay.id === 'profile-problem') return { id: 'open-profile-problem', page: overlay.page };
  if (overlay.id === 'held') return { id: 'open-held', slot: overlay.certificate.slot };
  if (overlay.id === 'renewal') return { id: 'open-renewal', slot: overlay.slot };
  if (overlay.id === 'removal') return { id: 'open-removal', slot: overlay.slot, beside: overlay.beside };
  return { id: 'open', page: overlay.id };
}
