import type { DrawingName } from '../drawings/drawings';
import type { PlainKey } from '../i18n/messages';

/** Terms that the phone, the letter, the manual and the portal call differently: their name here, and what the others say. */
export const TERMS = {
  'user-id': { name: 'user_id', text: 'term_user_id' },
  login: { name: 'mark_login', text: 'term_login' },
  certificate: { name: 'mark_certificate', text: 'term_certificate' },
  lock: { name: 'mark_lock', text: 'term_lock' },
  profile: { name: 'system_settings_downloaded', text: 'term_profile' },
  kind: { name: 'system_android_kind_vpn', text: 'term_kind' },
  subject: { name: 'certificate_subject', text: 'term_subject' },
  issuer: { name: 'certificate_issuer', text: 'term_issuer' },
  fingerprint: { name: 'certificate_fingerprint', text: 'term_fingerprint' },
} as const satisfies Record<string, { name: PlainKey; text: PlainKey }>;

/** One of them. */
export type Term = keyof typeof TERMS;

/** The term on each drawn screen of the phone that the letter, the manual or the portal calls differently. */
export const TERM_OF: Partial<Record<DrawingName, Term>> = {
  'android-install': 'kind',
  'android-kind': 'kind',
  'android-password': 'certificate',
  'ios-details': 'issuer',
  'ios-downloaded': 'profile',
  'ios-passcode': 'lock',
  'ios-password': 'certificate',
  'ios-settings': 'profile',
};
