import { timeAfterMidnight } from '../i18n/format';
import type { Param } from '../i18n/pieces';
import type { Translator } from '../i18n/translation';
import type { Limits } from '../types/Limits';

/** Characters of a user ID that are its own: after KJ. */
const PREFIX = 2;

/** What every sentence can name of the app's rules, by Rust's limits; `undefined` where the name is none of them. */
export function limitWord(translator: Translator, limits: Limits, name: string): Param | undefined {
  switch (name) {
    case 'userIdRest':
      return limits.userIdLength - PREFIX;
    case 'pauseFrom':
    case 'pauseUntil':
      return timeAfterMidnight(translator, limits[name]);
    default:
      return Object.hasOwn(limits, name) ? limits[name as keyof Limits] : undefined;
  }
}
