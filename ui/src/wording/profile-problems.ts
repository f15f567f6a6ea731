import type { PlainKey } from '../i18n/messages';
import type { HandOffMethod } from '../types/HandOffMethod';
import type { ProfileProblem } from '../types/ProfileProblem';

/** In the order in which they are likely. */
export const PROFILE_PROBLEMS: readonly ProfileProblem[] = [
  'no-entry',
  'expired',
  'wrong-password',
  'other-browser',
  'supervised',
  'lockdown-mode',
  'stolen-device',
];

/** What handing over again means, by the method that was used. */
export function againKey(method: HandOffMethod, atHand: boolean): PlainKey {
  if (!atHand) return 'settings_steps_restart';
  return method === 'file' ? 'settings_steps_again_file' : 'settings_steps_again';
}
