import { timeAfterMidnight } from '../i18n/format';
import type { Param } from '../i18n/pieces';
import type { Translator } from '../i18n/translation';
import type { Limits } from '../types/Limits';
import type { Platform } from '../types/Platform';

/** Characters of a user ID that are its own: after KJ. */
const PREFIX = 2;

/** What every sentence can name of a View. */
export interface Standing {
  limits: Limits;
  platform: Platform;
}

/** What every sentence can name: what this device is called, and the app's rules; `undefined` where the name is none of them. */
export function standingWord(translator: Translator, { limits, platform }: Standing, name: string): Param | undefined {
  switch (name) {
    case 'device':
      return platform === 'ipad' ? 'iPad' : translator.label('device_phone');
    case 'userIdRest':
      return limits.userIdLength - PREFIX;
    case 'pauseFrom':
    case 'pauseUntil':
      return timeAfterMidnight(translator, limits[name]);
    default:
      return Object.hasOwn(limits, name) ? limits[name as keyof Limits] : undefined;
  }
}
