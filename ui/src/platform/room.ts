import type { Attachment } from 'svelte/attachments';
import { breakpointsIn } from '../styles/breakpoints';
import type { TextSize } from '../types/TextSize';

/** What Android's activity tells of its text size (`MainActivity.kt`); the WebView's own enlarges letters without their boxes. */
interface AndroidTextScale {
  percent(): number;
}

/** Pixels of the body text of iOS at its usual size (Human Interface Guidelines, Typography: Large). */
const APPLE_BODY = 17;
/** How much larger than the system's, by the user's choice. */
const SIZES: Readonly<Record<TextSize, number>> = { usual: 1, large: 1.3, larger: 1.6, largest: 2 };
/** WCAG 1.4.4 asks for twice as large; beyond that a phone holds no word. */
const LARGEST = 2;
const SMALLEST = 0.85;

/**
 * Measures the room that there is, in letters: which breakpoints hold stands on `<html>`. The letters are as large as the
 * system's, times the user's choice in the app.
 */
export class Room {
  #size: TextSize = 'usual';
  readonly #letter = probe('1rem/1 sans-serif');
  readonly #apple = CSS.supports('font', '-apple-system-body') && isTouched() ? probe('-apple-system-body') : null;
  readonly #observer = new ResizeObserver(() => this.#measure());
  readonly #onresize = () => this.#measure();

  constructor() {
    for (const each of [this.#letter, this.#apple]) if (each) this.#observer.observe(each);
    addEventListener('resize', this.#onresize);
    this.#measure();
  }

  /** The user's choice. */
  set(size: TextSize): void {
    // Each View says it anew; to measure lays the page out amid its change.
    if (size === this.#size) return;
    this.#size = size;
    this.#measure();
  }

  stop(): void {
    this.#observer.disconnect();
    removeEventListener('resize', this.#onresize);
    for (const each of [this.#letter, this.#apple]) each?.remove();
  }

  #measure(): void {
    const root = document.documentElement;
    const scale = Math.min(LARGEST, Math.max(SMALLEST, this.#ofSystem() * SIZES[this.#size]));
    root.style.fontSize = scale === 1 ? '' : `${Math.round(100 * scale)}%`;
    // As drawn: a browser may enlarge letters alone.
    const rem = this.#letter.getBoundingClientRect().height || 16;
    root.dataset['room'] = breakpointsIn(root.clientWidth / rem, innerHeight / rem).join(' ');
    measureSticking();
  }

  #ofSystem(): number {
    if (this.#apple) return parseFloat(getComputedStyle(this.#apple).fontSize) / APPLE_BODY;
    const android = (globalThis as { TextScale?: AndroidTextScale }).TextScale;
    return android ? android.percent() / 100 : 1;
  }
}

/** It sticks to an edge of the window: what has the focus is never scrolled beneath it. */
export const sticking: Attachment<HTMLElement> = (element) => {
  element.dataset['sticks'] = '';
  const observer = new ResizeObserver(measureSticking);
  observer.observe(element);
  return () => {
    observer.disconnect();
    delete element.dataset['sticks'];
    measureWhenLaidOut();
  };
};

let measuring = 0;

/** Not amid a change of the page, which would be laid out twice. */
function measureWhenLaidOut(): void {
  cancelAnimationFrame(measuring);
  measuring = requestAnimationFrame(measureSticking);
}

function measureSticking(): void {
  const covered = { top: 0, bottom: 0 };
  for (const each of document.querySelectorAll<HTMLElement>('[data-sticks]')) {
    const { position, bottom } = getComputedStyle(each);
    if (position !== 'sticky') continue;
    const edge = bottom === 'auto' ? 'top' : 'bottom';
    covered[edge] = Math.max(covered[edge], each.getBoundingClientRect().height);
  }
  // On `<html>` itself: a property that all elements inherit would have every one of them styled anew.
  const { style } = document.documentElement;
  for (const edge of ['top', 'bottom'] as const) {
    const padding = `calc(${covered[edge]}px + var(--space-4))`;
    const name = `scroll-padding-${edge}`;
    if (style.getPropertyValue(name) !== padding) style.setProperty(name, padding);
  }
}

/** A letter that nobody sees, as large as this font's. */
function probe(font: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'room-probe';
  element.ariaHidden = 'true';
  element.style.font = font;
  element.textContent = 'x';
  document.documentElement.append(element);
  return element;
}

/** A desktop has this font too, at a size of its own. */
function isTouched(): boolean {
  return navigator.maxTouchPoints > 1;
}
