import type { View } from '../src/types/View';

/** A View to look at. */
export interface Sample {
  view: View;
  /** Steps taken inside the page over the screen. */
  inside?: readonly string[];
  /** Names a state that its View does not show. */
  apart?: string;
  /** QR codes that every picture holds. */
  codes?: number;
  /**
   * What happens on the screen after it was drawn: typing, a second View. It is done when all of it is seen. What it
   * changes of the page itself it gives `leave` to undo.
   */
  act?: (show: (view: View) => void, leave: (undo: () => void) => void) => Promise<void>;
}

/** Waits, a frame at a time. */
export async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await frame();
}

/** All that was changed has been drawn. */
export async function drawn(): Promise<void> {
  await frame();
  await frame();
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
