import type { PlainKey } from '../i18n/messages';
import type { CertificateKind } from '../types/CertificateKind';

/** The name of a certificate; where it is not known which, that it is one. */
export function kindName(kind: CertificateKind | null | undefined): PlainKey {
  return kind ? `kind_${kind}` : 'kind_unknown';
}
