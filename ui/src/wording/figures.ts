import { timeAfterMidnight } from '../i18n/format';
import type { Params } from '../i18n/messages';
import type { Figures } from '../types/Figures';

/** Characters of a user ID that are its own: after KJ. */
const PREFIX = 2;

/** What every sentence can name of the app's rules, by Rust's figures. */
export function figureWords(figures: Figures): () => Params {
  const { pauseFrom, pauseUntil, ...numbers } = figures;
  return () => ({
    ...numbers,
    userIdRest: figures.userIdLength - PREFIX,
    pauseFrom: timeAfterMidnight(pauseFrom),
    pauseUntil: timeAfterMidnight(pauseUntil),
  });
}
