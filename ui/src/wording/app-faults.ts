import type { FailureCode } from './codes';

/**
 * Failures that only this app's publisher can look into: what the app itself did wrong, or cannot do. The portal's paid
 * help desk can do nothing about them, so its page begins with the publisher.
 */
export const APP_FAULTS: ReadonlySet<FailureCode> = new Set([
  'certificate-cannot-sign',
  'certificate-key-refused',
  'certificate-several-keys',
  'certificate-too-costly',
  'certificate-unreadable-algorithm',
  'certificate-unreadable-certificate',
  'certificate-write-failed',
  'certificate-write-mismatch',
  'certificate-write-password',
  'device-nothing-answers',
  'handoff-profile',
  'internal',
  'portal-frames',
  'portal-old-tls',
]);

/** Whether a failure goes to the app's publisher, and not to the portal's help desk. */
export function isAppFault(code: string | null): boolean {
  return code !== null && (APP_FAULTS as ReadonlySet<string>).has(code);
}
