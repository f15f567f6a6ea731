import type { PlainKey } from '../i18n/messages';

/** Terms that the phone, the letter, the manual and the portal call differently: their name here, and what the others say. */
export const TERMS = {
  login: { name: 'mark_login', text: 'term_login' },
  certificate: { name: 'mark_certificate', text: 'term_certificate' },
  lock: { name: 'mark_lock', text: 'term_lock' },
  profile: { name: 'system_settings_downloaded', text: 'term_profile' },
  subject: { name: 'certificate_subject', text: 'term_subject' },
  fingerprint: { name: 'certificate_fingerprint', text: 'term_fingerprint' },
} as const satisfies Record<string, { name: PlainKey; text: PlainKey }>;

/** One of them. */
export type Term = keyof typeof TERMS;
