/** Where one was on a page. */
export interface Place {
  readonly page: string;
  /** Pixels scrolled. */
  top: number;
  /** Selector of what was pressed last, and so of what opened the page over this one. */
  opener: string | null;
  /** Names of the folds that were open. */
  unfolded: string[];
}

/** Milliseconds within which what is fetched for a page has come. */
const PATIENCE = 1000;
const LOOK_AGAIN = 20;

/** Remembers, of the pages that lie one over the other, where one was on each: what it is to come back. */
export class PlaceMemory {
  #screen = '';
  #places: Place[] = [];
  #pressed: string | null = null;

  /** Something was pressed. */
  press(target: EventTarget | null): void {
    const pressed = target instanceof Element ? target.closest<HTMLElement>('button, a, label, summary') : null;
    const testid = pressed?.closest<HTMLElement>('[data-testid]')?.dataset['testid'];
    this.#pressed = testid ? `[data-testid="${testid}"]` : pressed?.matches('[data-main]') ? '[data-main]' : null;
  }

  /** Notes where one is, while it is still drawn. */
  note(): void {
    const place = this.#places.at(-1);
    if (!place) return;
    place.top = scrollY;
    place.opener = this.#pressed;
    const open = document.querySelectorAll<HTMLElement>('[data-shown] details[open][data-testid]');
    place.unfolded = [...open].map((each) => each.dataset['testid'] ?? '');
  }

  /** Comes to a page over a screen (`''`: the screen itself). Answers where one was on it, where one was there before. */
  enter(screen: string, page: string): Place | undefined {
    if (screen !== this.#screen) this.#places = [];
    this.#screen = screen;
    this.#pressed = null;
    const at = this.#places.findIndex((each) => each.page === page);
    if (at >= 0) {
      this.#places.length = at + 1;
      return this.#places[at];
    }
    if (this.#places.length === 0 && page !== '') this.#places.push({ page: '', top: 0, opener: null, unfolded: [] });
    this.#places.push({ page, top: 0, opener: null, unfolded: [] });
    return undefined;
  }
}

/** Goes to where one was, as soon as what stood there is drawn. `false`: what opened the other page is not here any more. */
export async function goBackTo({ top, opener, unfolded }: Place): Promise<boolean> {
  const within = (selector: string) => document.querySelector<HTMLElement>(`[data-shown] ${selector}`);
  for (let waited = 0; waited < PATIENCE; waited += LOOK_AGAIN) {
    for (const name of unfolded) {
      const fold = within(`details[data-testid="${name}"]`);
      if (fold instanceof HTMLDetailsElement) fold.open = true;
    }
    scrollTo(0, top);
    const here = opener === null ? null : within(opener);
    here?.focus({ preventScroll: true });
    if ((opener === null || here) && Math.abs(scrollY - top) < 1) return here !== null;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  return false;
}
