/* Invisible marks in the catalogue's Japanese, written at build time: where a line may break, and where not. */

/** Between phrases. */
export const MAY_BREAK = '\u200b';
/** Where browsers would break, and must not. */
export const MUST_NOT_BREAK = '\u2060';
/** Inside a phrase: only where the phrase is longer than a line. */
export const SEAM = '\u2063';
/** Each of them. */
export const BREAKS = /[\u200b\u2060\u2063]/g;
