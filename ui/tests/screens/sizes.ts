import type { TextSize } from '../../src/types/TextSize';

/** A way to look at the screens. */
export interface Size {
  name: string;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  /** What the reader asks of the colours besides. */
  contrast?: 'more' | 'forced';
  /** The reader's text size. */
  textPercent: number;
  /** The text size chosen in the app: the root's. */
  textSize?: TextSize;
  /** The whole page, not only what is seen without scrolling. */
  whole: boolean;
  /** Measured in the widest letters and with text at 200 % besides. */
  strained?: boolean;
  /** One language for each screen, in turn, instead of all of them. */
  inTurn: boolean;
}

const usual = { textPercent: 100, whole: false, inTurn: false } as const;

/** All of them: every theme at every width in every language, and other ways to look in the languages by turns. */
export const sizes: readonly Size[] = [
  { ...usual, name: 'phone-light', width: 390, height: 844, scheme: 'light' },
  { ...usual, name: 'phone-dark', width: 390, height: 844, scheme: 'dark' },
  { ...usual, name: 'small', width: 320, height: 640, scheme: 'light', whole: true, strained: true },
  { ...usual, name: 'small-dark', width: 320, height: 640, scheme: 'dark', whole: true },
  { ...usual, name: 'tablet', width: 820, height: 1180, scheme: 'light' },
  { ...usual, name: 'tablet-dark', width: 820, height: 1180, scheme: 'dark' },
  { ...usual, name: 'large-text', width: 390, height: 844, scheme: 'light', textPercent: 200, whole: true },
  { ...usual, name: 'root-130', width: 390, height: 844, scheme: 'light', textSize: 'large', whole: true },
  { ...usual, name: 'root-200', width: 390, height: 844, scheme: 'light', textSize: 'largest', whole: true },
  { ...usual, name: 'keyboard', width: 390, height: 420, scheme: 'light', inTurn: true },
  { ...usual, name: 'tablet-wide', width: 1180, height: 820, scheme: 'dark', inTurn: true },
  { ...usual, name: 'phone-wide', width: 844, height: 390, scheme: 'light', inTurn: true },
  { ...usual, name: 'contrast-light', width: 390, height: 844, scheme: 'light', contrast: 'more', inTurn: true },
  { ...usual, name: 'contrast-dark', width: 390, height: 844, scheme: 'dark', contrast: 'more', inTurn: true },
  { ...usual, name: 'forced-colors', width: 390, height: 844, scheme: 'dark', contrast: 'forced', inTurn: true },
];

/** The size of this name. */
export function sizeOf(name: string): Size {
  const found = sizes.find((size) => size.name === name);
  if (!found) throw new Error(`no size is called ${name}`);
  return found;
}
