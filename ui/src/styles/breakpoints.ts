/** Where a layout changes, in rem of the letters as they are drawn: letters twice as large count as half the width. */
export interface Breakpoint {
  minWidth?: number;
  maxWidth?: number;
  minHeight?: number;
  maxHeight?: number;
}

/** All of them by the names that style sheets use: `@media (--narrow)`. */
export const BREAKPOINTS = {
  /** A small phone: 320 to 358 px. */
  narrow: { maxWidth: 22.4 },
  /** Text at 200 % on a phone: words before ornament. */
  'large-text': { maxWidth: 16 },
  /** A tablet: picture on the left, words and button on the right. */
  wide: { minWidth: 48 },
  /** A phone on its side: wide, and hardly anything high. */
  low: { minWidth: 40, maxHeight: 30 },
  /** A phone upright with hardly anything high: the keyboard is up, or the letters are large. */
  short: { maxWidth: 39.99, maxHeight: 30 },
  /** A phone upright that is not high: what is to be seen at once stands closer together. */
  compact: { maxWidth: 39.99, maxHeight: 42 },
  /** A tablet, and not a phone on its side. */
  roomy: { minWidth: 48, minHeight: 30.01 },
} as const satisfies Readonly<Record<string, Breakpoint>>;

/** The names of those that hold in a room of this many rem. */
export function breakpointsIn(width: number, height: number): string[] {
  return Object.entries<Breakpoint>(BREAKPOINTS)
    .filter(
      ([, { minWidth = 0, maxWidth = Infinity, minHeight = 0, maxHeight = Infinity }]) =>
        width >= minWidth && width <= maxWidth && height >= minHeight && height <= maxHeight,
    )
    .map(([name]) => name);
}
