/** A way to look at the screens. */
export interface Size {
  name: string;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
  /** The reader's text size. */
  textPercent: number;
  /** The whole page, not only what is seen without scrolling. */
  whole: boolean;
}

/** All of them. */
export const sizes: readonly Size[] = [
  { name: 'phone-light', width: 390, height: 844, scheme: 'light', textPercent: 100, whole: false },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark', textPercent: 100, whole: false },
  { name: 'small', width: 320, height: 640, scheme: 'light', textPercent: 100, whole: true },
  { name: 'tablet', width: 820, height: 1180, scheme: 'light', textPercent: 100, whole: false },
  { name: 'tablet-wide', width: 1180, height: 820, scheme: 'dark', textPercent: 100, whole: false },
  { name: 'large-text', width: 390, height: 844, scheme: 'light', textPercent: 200, whole: true },
];

/** The size of this name. */
export function sizeOf(name: string): Size {
  const found = sizes.find((size) => size.name === name);
  if (!found) throw new Error(`no size is called ${name}`);
  return found;
}
