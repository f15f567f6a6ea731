/** What is felt: that it worked, or that it did not. */
type Feeling = 'success' | 'failure';

/** Milliseconds on, off, on. */
const PATTERNS: Readonly<Record<Feeling, number[]>> = { success: [40], failure: [60, 80, 60] };

/** What the phone lets its holder feel. */
export const haptics = { play };

/**
 * A short buzz where the platform has one (Android's WebView), for people who do not look at the screen just then.
 * None where the reader wants less motion, and none before the first tap: the browser would refuse it aloud.
 */
function play(feeling: Feeling): void {
  if (!('vibrate' in navigator) || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  if (navigator.userActivation.hasBeenActive) navigator.vibrate(PATTERNS[feeling]);
}
