import { timeAfterMidnight } from '../i18n/format';
import type { Params } from '../i18n/messages';
import type { Limits } from '../types/Limits';

/** Characters of a user ID that are its own: after KJ. */
const PREFIX = 2;

/** What every sentence can name of the app's rules, by Rust's limits. */
export function figureWords(limits: Limits): () => Params {
  const { pauseFrom, pauseUntil, ...numbers } = limits;
  return () => ({
    ...numbers,
    userIdRest: limits.userIdLength - PREFIX,
    pauseFrom: timeAfterMidnight(pauseFrom),
    pauseUntil: timeAfterMidnight(pauseUntil),
  });
}
