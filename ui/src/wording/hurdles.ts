import type { Key } from '../i18n/messages';
import type { HandOffWay } from '../types/HandOffWay';
import type { Hurdle } from '../types/Hurdle';

/** In the order in which they are likely. */
export const HURDLES: readonly Hurdle[] = [
  'no-entry',
  'expired',
  'wrong-password',
  'other-browser',
  'supervised',
  'lockdown-mode',
  'stolen-device',
];

/** What handing over again means, by the way that was gone. */
export function againKey(way: HandOffWay, atHand: boolean): Key {
  if (!atHand) return 'settings_steps_restart';
  return way === 'file' ? 'settings_steps_again_file' : 'settings_steps_again';
}
